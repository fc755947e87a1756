package dev.pctl.progress.event;

/** How a package is installed. */
public enum InstallMethod {
    /** Compiled here. */
    SOURCE,
    /** Unpacked from a binary cache. */
    BINARY_CACHE,
    /** Downloaded ready to use from elsewhere, such as a package of the operating system. */
    DOWNLOAD,
    /** Provided by the operating system or the site. */
    EXTERNAL,
    /** Installed before this run. */
    ALREADY_INSTALLED;

    /** Returns whether the package existed before this run, so that nothing is installed. */
    public boolean isReused() {
        return this == EXTERNAL || this == ALREADY_INSTALLED;
    }
}
