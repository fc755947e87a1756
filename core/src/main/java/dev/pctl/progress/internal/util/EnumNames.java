package dev.pctl.progress.internal.util;

import java.util.Locale;

/** Names of constants and types as files, streams and metrics write them: lower case with hyphens. */
public final class EnumNames {

    private EnumNames() {}

    /** Returns the constant's name in lower case with hyphens: {@code disk-full} for {@code DISK_FULL}. */
    public static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns a name in camel case as lower case with hyphens: {@code method-known} for {@code MethodKnown}. */
    public static String kebab(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
