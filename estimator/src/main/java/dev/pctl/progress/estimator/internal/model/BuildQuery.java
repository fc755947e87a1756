package dev.pctl.progress.estimator.internal.model;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.event.InstallMethod;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A build whose duration is asked for. The more components are known, the better the estimate; they have the meaning that
 * they have in a {@link BuildRecord}.
 */
public record BuildQuery(
        String name,
        @Nullable String version,
        @Nullable String hash,
        @Nullable String variant,
        InstallMethod method,
        @Nullable String session,
        @Nullable String machine,
        @Nullable String compiler,
        @Nullable Integer cores) {

    public BuildQuery {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(method, "method");
    }

    /** Returns a build from source of which only name and version are known. */
    public static BuildQuery of(String name, @Nullable String version) {
        return new BuildQuery(name, version, null, null, InstallMethod.SOURCE, null, null, null, null);
    }

    /** Returns the query that the record answers. */
    public static BuildQuery of(BuildRecord r) {
        return new BuildQuery(
                r.name(),
                r.version(),
                r.hash(),
                r.variant(),
                r.method(),
                r.session(),
                r.machine(),
                r.compiler(),
                r.cores());
    }
}
