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
 * Compares the API of each library with the approved list in {@code api/}. To approve a change:
 * {@code ./mvnw verify -pl publication-tests -am -Dapi.approve=true -Dtest=ApiTest -Dsurefire.failIfNoSpecifiedTests=false}.
 *
 * <p>A line that is removed or changed breaks hosts. An added line usually does not, with two exceptions: an abstract
 * method breaks hosts that implement its type, and a permitted subtype of a sealed interface breaks hosts that switch
 * over it.
 */
class ApiTest {

    static final List<String> LIBRARIES = Published.LIBRARIES;

    private static final Path FOLDER = Path.of("api");

    @ParameterizedTest
    @FieldSource("LIBRARIES")
    void apiEqualsApprovedList(String library) throws IOException, ReflectiveOperationException {
        List<String> now = ApiListing.of(Published.jar(library));
        Path file = FOLDER.resolve(library + ".txt");
        if (Boolean.getBoolean("api.approve")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, String.join("\n", now) + '\n', StandardCharsets.UTF_8);
        }
        List<String> approved = Files.readAllLines(file);
        assertThat(approved.stream().filter(line -> !now.contains(line)))
                .as("removed from the API of " + library + ", which breaks hosts; see docs/publishing.md")
                .isEmpty();
        assertThat(now.stream().filter(line -> !approved.contains(line)))
                .as("added to the API of " + library + " without approval; see docs/publishing.md")
                .isEmpty();
    }
}
