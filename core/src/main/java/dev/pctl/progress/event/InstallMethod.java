package dev.pctl.progress.event;

/** How a package comes to be installed. */
public enum InstallMethod {
    /** Compiled here. */
    SOURCE,
    /** Unpacked from a binary cache. */
    BINARY_CACHE,
    /** Provided by the operating system or the site. */
    EXTERNAL,
    /** Installed before this run. */
    ALREADY_INSTALLED
}
