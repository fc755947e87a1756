package dev.pctl.progress.event;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The life of one package. A package that is tried again has a new attempt: facts of an older attempt are history and
 * never reopen or close a newer one.
 */
public sealed interface PackageFact extends Fact {

    PackageRef packageRef();

    /** Which try this is, from 1. */
    int attempt();

    /**
     * Work on the package began.
     *
     * @param index its place in the installer's own count, from 1, or null
     * @param total the installer's own total, or null
     */
    record Started(
            PackageRef packageRef,
            int attempt,
            @Nullable Integer index,
            @Nullable Integer total) implements PackageFact {}

    /**
     * A package that was known by less is now known by more: it is called {@code as} from now on.
     *
     * @param as name, version and hash as far as they are known now
     */
    record Identified(PackageRef packageRef, int attempt, PackageRef as) implements PackageFact {}

    /** It is now known how the package is installed. */
    record MethodKnown(PackageRef packageRef, int attempt, InstallMethod method) implements PackageFact {}

    /**
     * What is being done outside any phase.
     *
     * @param kind what sort of thing
     * @param detail the thing itself, such as a URL or a patch, or null
     */
    record Activity(
            PackageRef packageRef,
            int attempt,
            Kind kind,
            @Nullable String detail) implements PackageFact {}

    /** What a package can be busy with outside its phases. */
    enum Kind {
        WAITING,
        FETCHING,
        EXTRACTING,
        STAGING,
        PATCHING
    }

    /** Where the package's own log is. */
    record LogLocated(PackageRef packageRef, int attempt, String path) implements PackageFact {}

    /**
     * Work on the package ended.
     *
     * @param stated the total time that the log itself states, or null
     * @param phases the times that the log states for single phases, by phase name in lower case; may be empty
     * @param prefix where it is installed, or null
     * @param because id of the package whose failure caused this to be skipped, or null
     */
    record Finished(
            PackageRef packageRef,
            int attempt,
            Outcome outcome,
            @Nullable Duration stated,
            Map<String, Duration> phases,
            @Nullable String prefix,
            @Nullable String because)
            implements PackageFact {
        public Finished {
            phases = Map.copyOf(phases);
        }
    }
}
