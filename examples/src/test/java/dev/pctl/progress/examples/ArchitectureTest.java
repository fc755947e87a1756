package dev.pctl.progress.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

/**
 * Dependencies point one way: core knows nobody; parser, estimator, renderers and metrics know core; the test kit knows
 * core and the estimator; examples know all.
 */
@AnalyzeClasses(packages = "dev.pctl.progress", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "dev.pctl.progress";
    private static final String EXAMPLES = ROOT + ".examples..";

    @ArchTest
    static final ArchRule MODULES = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
            .withOptionalLayers(true)
            .layer("core")
            .definedBy(
                    ROOT,
                    ROOT + ".bus..",
                    ROOT + ".event..",
                    ROOT + ".forecast..",
                    ROOT + ".hook..",
                    ROOT + ".json..",
                    ROOT + ".render..",
                    ROOT + ".sample..",
                    ROOT + ".source..",
                    ROOT + ".state..",
                    ROOT + ".watch..")
            .layer("spack")
            .definedBy(ROOT + ".spack..")
            .layer("estimator")
            .definedBy(ROOT + ".estimator..")
            .layer("ansi")
            .definedBy(ROOT + ".ansi..")
            .layer("web")
            .definedBy(ROOT + ".web..")
            .layer("micrometer")
            .definedBy(ROOT + ".micrometer..")
            .layer("opentelemetry")
            .definedBy(ROOT + ".opentelemetry..")
            .layer("testkit")
            .definedBy(ROOT + ".testkit..")
            .layer("examples")
            .definedBy(EXAMPLES)
            .whereLayer("spack")
            .mayOnlyBeAccessedByLayers("examples")
            .whereLayer("estimator")
            .mayOnlyBeAccessedByLayers("examples", "testkit")
            .whereLayer("ansi")
            .mayOnlyBeAccessedByLayers("examples")
            .whereLayer("web")
            .mayOnlyBeAccessedByLayers("examples")
            .whereLayer("micrometer")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("opentelemetry")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("testkit")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("examples")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLES =
            slices().matching("dev.pctl.progress.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_EXAMPLES_PRINT =
            noClasses().that().resideOutsideOfPackage(EXAMPLES).should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule LIBRARIES_LOG_THROUGH_SLF4J = GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule TIME_IS_PASSED_IN = noClasses()
            .that()
            .resideOutsideOfPackage(EXAMPLES)
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule THE_TERMINAL_LIBRARY_STAYS_IN_THE_RENDERER = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".ansi..", EXAMPLES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jline..");

    @ArchTest
    static final ArchRule METRICS_LIBRARIES_STAY_IN_THEIR_MODULES = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".micrometer..", ROOT + ".opentelemetry..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.opentelemetry..");

    @ArchTest
    static final ArchRule LIBRARIES_OPEN_NO_CONNECTION = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".web..", EXAMPLES)
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.net\\.(http\\..*|.*Socket.*|URL|URLConnection)|java\\.nio\\.channels\\..*Socket.*|javax\\.net\\..*");

    @ArchTest
    static final ArchRule LIBRARIES_START_PROCESSES_AT_KNOWN_PLACES = noClasses()
            .that()
            .resideOutsideOfPackage(EXAMPLES)
            .and()
            .haveNameNotMatching(".*\\.(source\\.ProcessLog|sample\\.DfInodes|ansi\\.Tty)")
            .should()
            .callMethod(ProcessBuilder.class, "start")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Runtime.class);

    @ArchTest
    static final ArchRule LIBRARIES_MAKE_NO_OBJECTS_OF_WHAT_THEY_READ = noClasses()
            .that()
            .resideOutsideOfPackage(EXAMPLES)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(java.io.ObjectInput.class)
            .orShould()
            .callMethod(ClassLoader.class, "loadClass", String.class)
            .orShould()
            .callMethod(Class.class, "forName", String.class);

    @ArchTest
    static final ArchRule PUBLIC_SIGNATURES_OF_CORE_NAME_NO_THIRD_PARTY = classes()
            .that()
            .resideInAPackage(ROOT + ".event..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", ROOT + ".event..", "org.jspecify..");
}
