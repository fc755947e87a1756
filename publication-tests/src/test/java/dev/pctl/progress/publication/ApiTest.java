package dev.pctl.progress.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What hosts may call is written down in {@code api/}, a file for each library, and changes only on purpose:
 * {@code ./mvnw verify -pl publication-tests -am -Dapi.approve=true -Dtest=ApiTest -Dsurefire.failIfNoSpecifiedTests=false}
 * writes it anew. A line that goes or changes breaks hosts, one that comes does not.
 */
class ApiTest {

    static final List<String> LIBRARIES = Published.LIBRARIES;

    private static final Path FOLDER = Path.of("api");

    @ParameterizedTest
    @FieldSource("LIBRARIES")
    void whatHostsMayCallIsWhatWasApproved(String library) throws IOException, ReflectiveOperationException {
        List<String> now = ApiListing.of(Published.jar(library));
        Path file = FOLDER.resolve(library + ".txt");
        if (Boolean.getBoolean("api.approve")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, String.join("\n", now) + '\n', StandardCharsets.UTF_8);
        }
        List<String> approved = Files.readAllLines(file);
        assertThat(approved.stream().filter(line -> !now.contains(line)))
                .as("gone from " + library + ", which breaks hosts; see CONTRIBUTING.md")
                .isEmpty();
        assertThat(now.stream().filter(line -> !approved.contains(line)))
                .as("new in " + library + " and not approved; see CONTRIBUTING.md")
                .isEmpty();
    }
}
