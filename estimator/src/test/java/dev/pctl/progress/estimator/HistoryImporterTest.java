package dev.pctl.progress.estimator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.event.InstallMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryImporterTest {

    private static final String HASH = "thfinnoyokjnkhc7inv23qper2pxjjb3";
    private static final Instant ENDED = Instant.parse("2026-01-01T00:10:00Z");

    @TempDir
    Path root;

    private final List<String> warnings = new ArrayList<>();

    private void install(String prefix, String times, String spec) throws IOException {
        Path folder = Files.createDirectories(root.resolve("linux-debian12-x86_64/gcc-12.2.0/" + prefix + "/.spack"));
        Files.writeString(folder.resolve("install_times.json"), times);
        Files.setLastModifiedTime(folder.resolve("install_times.json"), FileTime.from(ENDED));
        if (spec != null) {
            Files.writeString(folder.resolve("spec.json"), spec);
        }
    }

    private List<BuildRecord> read() throws IOException {
        return HistoryImporter.ofSpackTree(root, warnings::add);
    }

    @Test
    void readsWhatNewerVersionsNote() throws IOException {
        install("libsigsegv-2.14-" + HASH, """
                {"total":12.5,"phases":[{"name":"stage","path":"stage","seconds":0.5,"count":1},
                {"name":"build","path":"build","seconds":11.5,"count":1},
                {"name":"inner","path":"build/inner","seconds":7.0,"count":1}],
                "name":"libsigsegv","cache":false,"hash":"%s"}""".formatted(HASH), """
                {"spec":{"_meta":{"version":4},"nodes":[{"name":"libsigsegv","version":"2.14","hash":"%s",
                "compiler":{"name":"gcc","version":"12.2.0"},
                "parameters":{"shared":true,"static":false,"build_system":"autotools","cflags":[]},
                "dependencies":[{"name":"x"}]},{"name":"other","version":"1"}]}}""".formatted(HASH));

        assertThat(read())
                .containsExactly(BuildRecord.builder("libsigsegv", ENDED.minusMillis(12_500), 12.5)
                        .version("2.14")
                        .hash(HASH)
                        .variant("+shared build_system=autotools ~static")
                        .compiler("gcc@12.2.0")
                        .method(InstallMethod.SOURCE)
                        .phases(Map.of("stage", 0.5, "build", 11.5))
                        .build());
        assertThat(warnings).isEmpty();
    }

    @Test
    void readsWhatOlderVersionsNote() throws IOException {
        install("zlib-1.2.11-" + HASH, """
                {"phases":[{"name":"stage","seconds":0.25},{"name":"install","seconds":3.0}],"total":{"seconds":8.0}}""", null);

        assertThat(read()).singleElement().satisfies(r -> {
            assertThat(r.name()).isEqualTo("zlib");
            assertThat(r.version()).isEqualTo("1.2.11");
            assertThat(r.hash()).isEqualTo(HASH);
            assertThat(r.seconds()).isEqualTo(8);
            assertThat(r.ended()).isEqualTo(ENDED);
        });
    }

    @Test
    void tellsWhatCameFromACache() throws IOException {
        install("fmt-9.1.0-" + HASH, "{\"total\":2.0,\"phases\":[],\"name\":\"fmt\",\"cache\":true}", null);

        assertThat(read()).extracting(BuildRecord::method).containsExactly(InstallMethod.BINARY_CACHE);
    }

    @Test
    void skipsWhatIsDamagedAndNamesIt() throws IOException {
        install("a-1-" + HASH, "{\"total\":", null);
        install("b-1-" + HASH, "[]", null);
        install("c-1-" + HASH, "{\"total\":1.0,\"phases\":7,\"name\":[]}", null);
        install("d-1-" + HASH, "", null);

        assertThat(read()).extracting(BuildRecord::name).containsExactly("c");
        assertThat(warnings).hasSize(3).allSatisfy(w -> assertThat(w).contains("install_times.json: "));
    }
}
