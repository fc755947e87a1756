package dev.pctl.progress.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.RandomFacts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The JSON Schema that is published says what the types of facts say. After a change of these, write it anew with
 * {@code ./mvnw -pl core test -Dtest=EventSchemaTest -Dschema.write=true} and look at the difference: additions make a
 * new minor version of the stream, anything else a new major one.
 */
class EventSchemaTest {

    private static final Path FILE = Path.of("src/main/resources/dev/pctl/progress/stream/event-stream.schema.json");
    private static final String BEGIN =
            "\"sequence\":1,\"time\":\"2026-01-01T00:00:00Z\",\"run\":\"r\",\"worker\":\"w\"";

    @Test
    void theFileSaysWhatTheTypesSay() throws IOException {
        String schema = new EventSchema().text();
        if (Boolean.getBoolean("schema.write")) {
            Files.writeString(FILE, schema);
        }
        assertThat(Files.readString(FILE))
                .as("the schema file; -Dschema.write=true writes it")
                .isEqualTo(schema);
    }

    @Test
    void whateverIsWrittenIsValid() throws IOException {
        com.networknt.schema.Schema schema = schema();
        RandomFacts facts = new RandomFacts(11);
        for (int type = 0; type < RandomFacts.typeCount(); type++) {
            for (int i = 0; i < 10; i++) {
                Event event = new Event("run", "main", i + 1, Instant.EPOCH, facts.of(type));
                for (String line : written(event).lines().toList()) {
                    assertThat(errors(schema, line)).as(line).isEmpty();
                }
            }
        }
    }

    @Test
    void additionsOfLaterVersionsAreValid() throws IOException {
        com.networknt.schema.Schema schema = schema();
        assertThat(errors(schema, "{\"schema\":\"pctl-progress\",\"version\":\"1.9\",\"more\":1}"))
                .isEmpty();
        assertThat(errors(schema, "{\"type\":\"moon-phase\"," + BEGIN + ",\"full\":true}"))
                .isEmpty();
        assertThat(errors(schema, "{\"type\":\"run-heartbeat\"," + BEGIN + ",\"mood\":{}}"))
                .isEmpty();
    }

    @Test
    void whatIsNotAnEventOfThisVersionIsNotValid() throws IOException {
        com.networknt.schema.Schema schema = schema();
        for (String line : List.of(
                "[]",
                "{}",
                "{\"schema\":\"pctl-progress\",\"version\":\"2.0\"}",
                "{\"schema\":\"other\",\"version\":\"1.0\"}",
                "{\"type\":\"run-heartbeat\",\"sequence\":0,\"time\":\"2026-01-01T00:00:00Z\",\"run\":\"r\",\"worker\":\"w\"}",
                "{\"type\":\"run-heartbeat\",\"sequence\":1,\"run\":\"r\",\"worker\":\"w\"}",
                "{\"type\":\"run-finished\"," + BEGIN + "}",
                "{\"type\":\"run-finished\"," + BEGIN + ",\"outcome\":\"exploded\"}",
                "{\"type\":\"run-stated\"," + BEGIN + ",\"text\":7}",
                "{\"type\":\"package-log-located\"," + BEGIN
                        + ",\"pkg\":{\"version\":\"1\"},\"attempt\":1,\"path\":\"x\"}")) {
            assertThat(errors(schema, line)).as(line).isNotEmpty();
        }
    }

    private static com.networknt.schema.Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(FILE));
    }

    private static List<?> errors(com.networknt.schema.Schema schema, String line) {
        return schema.validate(line, InputFormat.JSON);
    }

    private static String written(Event event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (EventWriter writer = new EventWriter(out)) {
            writer.onEvent(event);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
