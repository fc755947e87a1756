package dev.pctl.progress.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The structure of main code. The directions of dependencies are data: {@code architecture.txt}, package by package. */
@AnalyzeClasses(packages = "dev.pctl.progress", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = PackageTable.ROOT;
    private static final String EXAMPLES = ROOT + ".examples..";

    /** Top-level types of one package: more than a reader keeps in mind at once. */
    private static final int MAX_TYPES = 16;

    /** The vocabulary is one list of facts; splitting it would only hide its size. */
    private static final Set<String> UNLIMITED = Set.of(ROOT + ".event");

    /**
     * Types that hosts of a package have anyway, since its purpose is to connect them with the library; and the hidden
     * base of the failure rules, through which the Spack module reaches what hosts do not see.
     */
    private static final Map<String, List<String>> ADAPTED = Map.of(
            ROOT + ".buildlog", List.of(ROOT + ".buildlog.internal.failure.Rule"),
            ROOT + ".web", List.of("com.sun.net.httpserver."),
            ROOT + ".ansi", List.of("org.jline.terminal.Terminal"),
            ROOT + ".micrometer", List.of("io.micrometer."),
            ROOT + ".opentelemetry", List.of("io.opentelemetry."),
            ROOT + ".testkit", List.of("org.junit.jupiter.api."));

    @ArchTest
    static void packagesUseOnlyWhatTheTableAllows(JavaClasses classes) throws IOException {
        PackageTable table = PackageTable.read();
        Map<String, TreeSet<String>> wrong = new TreeMap<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String from = type.getPackageName();
                String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (isOurs(to) && !table.allows(from, to)) {
                    wrong.computeIfAbsent(table.explain(from, to), w -> new TreeSet<>())
                            .add(type.getSimpleName() + " -> "
                                    + dependency.getTargetClass().getSimpleName());
                }
            }
        }
        assertThat(wrong.entrySet().stream().map(w -> w.getKey() + " " + w.getValue()))
                .isEmpty();
    }

    @ArchTest
    static void theTableListsEveryPackage(JavaClasses classes) throws IOException {
        PackageTable table = PackageTable.read();
        Set<String> existing = topLevel(classes).map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(table.missing(existing))
                .as("packages without a line in architecture.txt")
                .isEmpty();
        assertThat(table.stale(existing))
                .as("lines of architecture.txt without a package")
                .isEmpty();
    }

    @ArchTest
    static void packagesAreSmall(JavaClasses classes) {
        Map<String, Long> types =
                topLevel(classes).collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        types.keySet().removeAll(UNLIMITED);
        assertThat(types.entrySet().stream().filter(e -> e.getValue() > MAX_TYPES))
                .as("packages with more than " + MAX_TYPES + " types: split them by ideas")
                .isEmpty();
    }

    @ArchTest
    static void simpleNamesAreUnique(JavaClasses classes) {
        Map<String, List<String>> names = topLevel(classes)
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName,
                        TreeMap::new,
                        Collectors.mapping(JavaClass::getName, Collectors.toList())));
        assertThat(names.values().stream().filter(types -> types.size() > 1))
                .as("types of the same simple name, which a reader would confuse")
                .isEmpty();
    }

    @ArchTest
    static void exportedSignaturesNameOnlyTypesThatHostsCanUse(JavaClasses classes) throws IOException {
        List<ModuleInfo> modules = modules();
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : classes) {
            if (isVisible(type) && modules.stream().anyMatch(m -> m.isPublic(type.getPackageName()))) {
                signatures(type)
                        .filter(named -> !isUsable(named, type.getPackageName(), modules))
                        .forEach(named -> wrong.add(type.getName() + " names " + named.getName()));
            }
        }
        assertThat(wrong)
                .as("types in exported signatures that are third-party or internal")
                .isEmpty();
    }

    @ArchTest
    static void modulesExportAllButInternalPackages(JavaClasses classes) throws IOException {
        for (ModuleInfo module : modules()) {
            assertThat(module.packages().stream().filter(p -> module.isPublic(p) == isInternal(p)))
                    .as(module.name() + " exports an internal package, or hides another")
                    .isEmpty();
        }
    }

    @ArchTest
    static void modulesUseInternalPackagesOfOthersOnlyIfExportedToThem(JavaClasses classes) throws IOException {
        Map<String, ModuleInfo> owners = modules().stream()
                .flatMap(m -> m.packages().stream().map(p -> Map.entry(p, m)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : classes) {
            ModuleInfo user = owners.get(type.getPackageName());
            for (Dependency dependency : user == null ? Set.<Dependency>of() : type.getDirectDependenciesFromSelf()) {
                String used = dependency.getTargetClass().getBaseComponentType().getPackageName();
                ModuleInfo owner = owners.get(used);
                if (owner != null && owner != user && !owner.isExported(used, user.name())) {
                    wrong.add(user.name() + " uses " + used + ", which " + owner.name() + " does not export to it");
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<ModuleInfo> modules() throws IOException {
        return ModuleInfo.all(Path.of(".."));
    }

    private static boolean isOurs(String packageName) {
        return packageName.equals(ROOT) || packageName.startsWith(ROOT + '.');
    }

    private static boolean isInternal(String packageName) {
        return packageName.contains(".internal.") || packageName.endsWith(".internal");
    }

    private static Stream<JavaClass> topLevel(JavaClasses classes) {
        return classes.stream()
                .filter(c -> c.isTopLevelClass() && !c.getSimpleName().endsWith("-info"));
    }

    /** Returns whether hosts can name a type: it and all types around it are public or protected. */
    private static boolean isVisible(JavaClass type) {
        return isVisible(type.getModifiers())
                && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaClass> signatures(JavaClass type) {
        Stream<JavaType> parents = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        Stream<JavaType> members = type.getMembers().stream()
                .filter(m -> isVisible(m.getModifiers()) && !m.getModifiers().contains(JavaModifier.SYNTHETIC))
                .flatMap(ArchitectureTest::types);
        return Stream.concat(parents, members)
                .flatMap(t -> t.getAllInvolvedRawTypes().stream())
                .map(JavaClass::getBaseComponentType);
    }

    private static Stream<JavaType> types(JavaMember member) {
        if (member instanceof JavaCodeUnit code) {
            return Stream.of(
                            Stream.of(code.getReturnType()),
                            code.getParameterTypes().stream(),
                            code.getExceptionTypes().stream())
                    .flatMap(types -> types);
        }
        return Stream.of(member.getOwner().getField(member.getName()).getType());
    }

    private static boolean isUsable(JavaClass named, String inPackage, List<ModuleInfo> modules) {
        String name = named.getName();
        return named.isPrimitive()
                || name.startsWith("java.")
                || name.equals("javax.sql.DataSource")
                || name.equals("javax.net.ssl.SSLContext")
                || name.startsWith("com.sun.net.httpserver.")
                || modules.stream().anyMatch(m -> m.isPublic(named.getPackageName())) && isVisible(named)
                || ADAPTED.getOrDefault(inPackage, List.of()).stream().anyMatch(name::startsWith);
    }

    @ArchTest
    static final ArchRule ONLY_EXAMPLES_AND_THE_TERMINAL_USE_STANDARD_STREAMS = noClasses()
            .that()
            .resideOutsideOfPackages(EXAMPLES, ROOT + ".ansi.internal.terminal")
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

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
            .resideOutsideOfPackages(EXAMPLES, ROOT + ".web..", ROOT + ".remote", ROOT + ".nats")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.net\\.(http\\..*|.*Socket.*|URL|URLConnection)|java\\.nio\\.channels\\..*Socket.*|javax\\.net\\..*");

    @ArchTest
    static final ArchRule LIBRARIES_START_PROCESSES_AT_KNOWN_PLACES = noClasses()
            .that()
            .resideOutsideOfPackage(EXAMPLES)
            .and()
            .haveNameNotMatching(
                    ".*\\.(log\\.ProcessLogSource|machine\\.internal\\.linux\\.DfInodes|ansi\\.internal\\.terminal\\.TerminalSession)")
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
}
