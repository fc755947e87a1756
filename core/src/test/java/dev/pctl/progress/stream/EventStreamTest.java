package dev.pctl.progress.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.RandomFacts;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.internal.state.RunProjection;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventStreamTest {

    private final List<String> warnings = new ArrayList<>();

    @Property(tries = 100)
    void whatIsWrittenIsReadAgainAndGivesTheSameViewAtEveryEvent(@ForAll long seed) throws IOException {
        List<Event> events = new RandomFacts(seed).events(60);
        List<Event> read = read(written(events));
        assertThat(read).isEqualTo(events);
        RunProjection original = new RunProjection("run");
        RunProjection replayed = new RunProjection("run");
        for (int i = 0; i < events.size(); i++) {
            original.apply(events.get(i));
            replayed.apply(read.get(i));
            assertThat(replayed.view()).isEqualTo(original.view());
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void everyTypeOfFactGoesThroughTheStream() throws IOException {
        RandomFacts facts = new RandomFacts(7);
        for (int type = 0; type < RandomFacts.typeCount(); type++) {
            for (int i = 0; i < 20; i++) {
                List<Event> one = List.of(new Event("r", "w", 1, Instant.EPOCH, facts.of(type)));
                assertThat(read(written(one))).isEqualTo(one);
            }
        }
    }

    @Test
    void theSchemaComesFirst() throws IOException {
        assertThat(written(List.of())).isEqualTo("{\"schema\":\"pctl-progress\",\"version\":\"1.0\"}\n");
    }

    @Test
    void unknownFieldsTypesAndMinorVersionsAreIgnored() throws IOException {
        String stream = """
                {"schema":"pctl-progress","version":"1.7","more":[1,{"a":null}]}
                {"type":"moon-phase","sequence":1,"time":"2026-01-01T00:00:00Z","run":"r","worker":"w","full":true}
                {"type":"run-heartbeat","sequence":2,"time":"2026-01-01T00:00:00Z","run":"r","worker":"w","mood":{"x":[]}}
                """;
        assertThat(read(stream))
                .containsExactly(
                        new Event("r", "w", 2, Instant.parse("2026-01-01T00:00:00Z"), new RunFact.Heartbeat()));
        assertThat(warnings).isEmpty();
    }

    @Test
    void outputOfOneLineIsReadAsBlock() throws IOException {
        String stream = """
                {"schema":"pctl-progress","version":"1.0"}
                {"type":"log-output","sequence":1,"time":"2026-01-01T00:00:00Z","run":"r","worker":"w","number":7,"text":"cc a.c"}
                """;
        assertThat(read(stream)).extracting(Event::fact).containsExactly(new LogFact.Output(7, null, "cc a.c"));
    }

    @Test
    void anotherMajorVersionIsRefused() {
        assertThatThrownBy(() -> read("{\"schema\":\"pctl-progress\",\"version\":\"2.0\"}\n"))
                .isInstanceOf(UnsupportedSchemaException.class)
                .hasMessageContaining("version 2.0")
                .hasMessageContaining("1.x");
    }

    @Test
    void whatIsNoStreamIsRefused() {
        for (String text : List.of("", "hello\n", "{\"schema\":\"other\"}\n", "[1]\n", "{\"sche")) {
            assertThatThrownBy(() -> read(text))
                    .isInstanceOf(UnsupportedSchemaException.class)
                    .hasMessageContaining("not a pctl-progress event stream");
        }
    }

    @Test
    void aCutOrDamagedLineIsSkippedAndNamed() throws IOException {
        List<Event> events = new RandomFacts(3).events(3);
        String stream = written(events);
        String damaged = stream.replaceFirst("\"sequence\":2", "\"sequence\":\"x\"");
        assertThat(read(damaged)).containsExactly(events.get(0), events.get(2));
        assertThat(warnings).singleElement().asString().contains("line 3");
        warnings.clear();
        assertThat(read(stream.substring(0, stream.length() - 9))).containsExactly(events.get(0), events.get(1));
        assertThat(warnings).singleElement().asString().contains("line 4");
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775807, 2026-01-01T00:00:00Z, sequence must be from 1",
        "9007199254740992, 2026-01-01T00:00:00Z, sequence must be from 1",
        "1, +1000000000-12-31T23:59:59Z, time must be in the years",
        "1, -1000000000-01-01T00:00:00Z, time must be in the years"
    })
    void skipsEventsWithImpossibleNumbersOrTimes(String sequence, String time, String message) throws IOException {
        String stream = written(List.of(new Event("r", "w", 1, Instant.EPOCH, new RunFact.StatusReported(0.5, "half"))))
                .replace("\"sequence\":1", "\"sequence\":" + sequence)
                .replace("1970-01-01T00:00:00Z", time);
        assertThat(read(stream)).isEmpty();
        assertThat(warnings).singleElement().asString().contains(message);
    }

    @Test
    void aLineThatIsFarTooLongIsSkippedInBoundedMemory() throws IOException {
        String stream = written(List.of()) + "{\"type\":\"" + "x".repeat(3_000_000) + "\"}\n"
                + written(new RandomFacts(1).events(1))
                        .lines()
                        .skip(1)
                        .findFirst()
                        .orElseThrow() + "\n";
        assertThat(read(stream)).hasSize(1);
        assertThat(warnings).hasSize(1);
    }

    private static String written(List<Event> events) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (EventWriter writer = new EventWriter(out)) {
            writer.writeHeader();
            for (Event event : events) {
                writer.onEvent(event);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private List<Event> read(String stream) throws IOException {
        List<Event> events = new ArrayList<>();
        try (EventReader reader =
                new EventReader(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)), warnings::add)) {
            for (Event event = reader.next(); event != null; event = reader.next()) {
                events.add(event);
            }
        }
        return events;
    }
}
