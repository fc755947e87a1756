package dev.pctl.progress.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The POMs: complete where they are published, and listed in the documentation. */
class PomsTest {

    private static final List<String> NOT_PUBLISHED = List.of("examples", "benchmarks", "publication-tests");
    private static final Pattern LISTED = Pattern.compile("^\\| `([\\w.-]+:[\\w.-]+)` \\|", Pattern.MULTILINE);

    @Test
    void publishedPomsStandAloneAndAreComplete() throws Exception {
        for (String module : modules()) {
            if (NOT_PUBLISHED.contains(module)) {
                continue;
            }
            Pom pom = Pom.published(module);
            assertThat(pom.text("parent/artifactId")).as(module).isEmpty();
            for (String element : List.of(
                    "name",
                    "description",
                    "url",
                    "licenses/license/name",
                    "licenses/license/url",
                    "developers/developer/name",
                    "scm/connection",
                    "scm/developerConnection",
                    "scm/url")) {
                assertThat(pom.text(element)).as(module + ": " + element).isNotBlank();
            }
            assertThat(pom.text("version"))
                    .as(module)
                    .doesNotContain("$")
                    .isEqualTo(Pom.published("bom").text("version"));
            assertThat(pom.dependencies())
                    .as(module)
                    .allMatch(d -> !d.version().isEmpty()
                            && !d.version().contains("$")
                            && !d.scope().equals("test"));
        }
    }

    @Test
    void modulesLeaveVersionsToTheParent() throws Exception {
        for (String module : modules()) {
            assertThat(Pom.of(module).dependencies())
                    .as(module)
                    .allMatch(d -> d.version().isEmpty());
        }
    }

    @Test
    void bomListsEveryPublishedArtifact() throws Exception {
        Set<String> published = new TreeSet<>();
        for (String module : modules()) {
            if (!NOT_PUBLISHED.contains(module) && !module.equals("bom")) {
                published.add(Pom.of(module).text("artifactId"));
            }
        }
        assertThat(Pom.of("bom").managed()).isEqualTo(published);
    }

    @Test
    void docsListTheDependenciesOfThePoms() throws Exception {
        Set<String> hosts = new TreeSet<>();
        Set<String> build = new TreeSet<>();
        for (String module : modules()) {
            for (Pom.Dependency dependency : Pom.of(module).dependencies()) {
                if (!dependency.own()) {
                    boolean reachesHosts = !NOT_PUBLISHED.contains(module)
                            && !module.equals("bom")
                            && !dependency.scope().equals("test");
                    (reachesHosts ? hosts : build).add(dependency.id());
                }
            }
        }
        build.removeAll(hosts);
        assertThat(listed("## What hosts get")).isEqualTo(hosts);
        assertThat(listed("## What only tests, examples and benchmarks use")).isEqualTo(build);
        Set<String> plugins = new TreeSet<>(Pom.of("").plugins());
        plugins.addAll(Pom.of("bom").plugins());
        assertThat(listed("## What builds it")).isEqualTo(plugins);
    }

    private static Set<String> listed(String heading) throws Exception {
        String page = Files.readString(Published.ROOT.resolve("docs/dependencies.md"));
        int from = page.indexOf(heading + '\n');
        assertThat(from).as(heading).isNotNegative();
        int to = page.indexOf("\n## ", from + heading.length());
        Set<String> listed = new TreeSet<>();
        Matcher row = LISTED.matcher(to < 0 ? page.substring(from) : page.substring(from, to));
        while (row.find()) {
            listed.add(row.group(1));
        }
        return listed;
    }

    private static List<String> modules() throws Exception {
        return Pom.of("").texts("modules/module");
    }
}
