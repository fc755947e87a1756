package dev.pctl.progress.stream;

import dev.pctl.progress.event.Fact;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of fact types in the stream, derived from the sealed hierarchy: {@code PackageFact.MethodKnown} is
 * {@code package-method-known}.
 */
final class FactTypes {

    private static final String GROUP_SUFFIX = "Fact";
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

    private static String name(Class<?> group, Class<?> type) {
        String first = group.getSimpleName();
        return kebab(first.substring(0, first.length() - GROUP_SUFFIX.length()) + type.getSimpleName());
    }

    static String kebab(String camel) {
        return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    static String nameOf(Fact fact) {
        return NAMES.getOrDefault(fact.getClass(), "");
    }

    static @Nullable RecordCodec codec(String name) {
        return BY_NAME.get(name);
    }
}
