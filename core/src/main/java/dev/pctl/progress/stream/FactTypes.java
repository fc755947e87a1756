package dev.pctl.progress.stream;

import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.internal.util.EnumNames;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of fact types in the stream. They are derived from the sealed hierarchy, {@code PackageFact.MethodKnown} is
 * {@code package-method-known}, unless a published name differs.
 */
final class FactTypes {

    private static final String GROUP_SUFFIX = "Fact";
    /** Names that differ from the types' names: the stream keeps a name once it is published. */
    private static final Map<Class<?>, String> PUBLISHED = Map.of(
            RunFact.StatusReported.class, "run-stated",
            ForecastFact.AlternativeMethod.class, "forecast-other-method",
            SampleFact.BlockedProcesses.class, "sample-waits");

    private static final Map<String, RecordCodec> BY_NAME = new HashMap<>();
    private static final Map<Class<?>, String> NAMES = new HashMap<>();

    static {
        for (Class<?> group : Fact.class.getPermittedSubclasses()) {
            for (Class<?> type : group.getPermittedSubclasses()) {
                String name = name(group, type);
                BY_NAME.put(name, RecordCodec.of(type));
                NAMES.put(type, name);
            }
        }
    }

    private FactTypes() {}

    static String name(Class<?> group, Class<?> type) {
        String published = PUBLISHED.get(type);
        return published == null ? derived(group, type) : published;
    }

    private static String derived(Class<?> group, Class<?> type) {
        String first = group.getSimpleName();
        return EnumNames.kebab(first.substring(0, first.length() - GROUP_SUFFIX.length()) + type.getSimpleName());
    }

    static String nameOf(Fact fact) {
        return NAMES.getOrDefault(fact.getClass(), "");
    }

    static @Nullable RecordCodec codec(String name) {
        return BY_NAME.get(name);
    }
}
