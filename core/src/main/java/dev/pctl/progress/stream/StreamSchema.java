package dev.pctl.progress.stream;

/**
 * The stream's name and version, which its first line states: {@code {"schema":"pctl-progress","version":"1.0"}}.
 * A new minor version adds fields and types, which older readers ignore; a new major version is refused by them.
 */
final class StreamSchema {

    static final String NAME = "pctl-progress";
    static final int MAJOR = 1;
    static final int MINOR = 0;

    private StreamSchema() {}

    static String version() {
        return MAJOR + "." + MINOR;
    }
}
