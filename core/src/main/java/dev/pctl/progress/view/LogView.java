package dev.pctl.progress.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run's log.
 *
 * <p>Hosts read views and never implement this interface: minor versions add methods.
 */
public interface LogView {

    /** Returns the form of output that was recognised, such as {@code classic}, or null. */
    @Nullable
    String dialect();

    /**
     * Returns the newest lines of plain output since the last root began, oldest first: those that belong to no package
     * and those of packages that are not known. Of several workers, each has its lines together, and the one that
     * reported last comes last.
     */
    List<String> output();

    /** Returns the lines of {@link #output()} that one worker reported. */
    List<String> output(String worker);

    /** Returns how often a part of the log was lost. */
    long gaps();
}
