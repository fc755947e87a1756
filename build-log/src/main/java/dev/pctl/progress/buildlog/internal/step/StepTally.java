package dev.pctl.progress.buildlog.internal.step;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps done in one phase of a package. Neither the count nor its share of the total decreases within a phase. The
 * count of a tool that runs again, or within another tool, is added to the earlier counts. A total that would decrease
 * the share is held back until the share is reached again.
 */
final class StepTally {

    /** The most files of one phase that are remembered: 800 KB of hashes. LLVM has 10,000 files. */
    private static final int MOST_OBJECTS = 50_000;

    /** The most runs of tools in one phase that are distinguished. */
    private static final int MOST_RUNS = 64;

    /** The greatest depth of nested make, so that a hostile log cannot exhaust memory. */
    private static final int DEEPEST = 1000;

    /** The number of steps up to which runs are ignored in the share, since they only prepare others. */
    private static final long SHORT_RUN = 2;

    /** One run of a tool that prints its count. */
    private static final class ToolRun {
        private final boolean percent;
        private long done;
        private long total;

        ToolRun(boolean percent) {
            this.percent = percent;
        }
    }

    private final String phase;
    private final int attempt;
    private final List<ToolRun> runs = new ArrayList<>();
    private final LongHashSet objects = new LongHashSet(MOST_OBJECTS);
    private final List<Long> folders = new ArrayList<>();
    private long own;
    private double share;
    private @Nullable Long total;
    private int stage;
    private long place;
    private boolean go;

    StepTally(String phase, int attempt) {
        this.phase = phase;
        this.attempt = attempt;
    }

    boolean isOf(String aPhase, int anAttempt) {
        return phase.equals(aPhase) && attempt == anAttempt;
    }

    long done() {
        long done = own;
        for (ToolRun run : runs) {
            done += run.done;
        }
        return done;
    }

    private long toolTotal() {
        long sum = own;
        for (ToolRun run : runs) {
            sum += run.total;
        }
        return sum;
    }

    /** Returns the total number of steps if tools print it, or null. */
    @Nullable
    Long total() {
        return total;
    }

    /**
     * Adds a count that a tool printed.
     *
     * @param percent whether it is a percentage
     * @return whether the tally has changed
     */
    boolean addToolCount(long done, long of, boolean percent) {
        ToolRun run = run(done, of, percent);
        if (done <= run.done && run.total == of) {
            return false;
        }
        run.done = Math.max(run.done, done);
        run.total = Math.max(run.done, of);
        long all = done();
        long allOf = toolTotal();
        double now = (double) all / allOf;
        boolean shown = now >= share && allOf > SHORT_RUN;
        share = shown ? now : share;
        total = shown ? allOf : null;
        return true;
    }

    /**
     * Returns the run that a count belongs to: one with the same total, or else the last one if it fits, or a new one.
     */
    private ToolRun run(long done, long of, boolean percent) {
        ToolRun last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        for (int i = runs.size() - 1; i >= 0; i--) {
            ToolRun run = runs.get(i);
            boolean restarted = done <= 1 && run.done > 1 && run.done == run.total;
            if (run.percent == percent && (percent || (run.total == of && !restarted))) {
                return run;
            }
        }
        boolean grown = last != null && !last.percent && !percent && done >= last.done && last.done < last.total;
        if (last != null && (grown || runs.size() == MOST_RUNS)) {
            return last;
        }
        ToolRun added = new ToolRun(percent);
        runs.add(added);
        return added;
    }

    /**
     * Counts a step by its hash, unless it was counted before or a tool that prints its own count is running.
     *
     * @return whether it was counted
     */
    boolean add(long object) {
        for (ToolRun run : runs) {
            if (run.percent || run.done < run.total) {
                return false;
            }
        }
        if (!objects.add(object)) {
            return false;
        }
        own++;
        total = null;
        return true;
    }

    // ---- directories and stages

    /** Returns a hash of the current directory and stage, since names repeat elsewhere. */
    long place() {
        return place;
    }

    /**
     * Records that make enters or leaves a directory.
     *
     * @param level the depth of nested make
     * @param folder a hash of the directory
     */
    void move(int level, boolean entering, long folder) {
        while (!folders.isEmpty() && folders.size() >= level) {
            folders.remove(folders.size() - 1);
        }
        if (entering) {
            while (folders.size() < Math.min(level, DEEPEST) - 1) {
                folders.add(0L);
            }
            folders.add(folder);
        }
        locate();
    }

    void stage(int newStage) {
        stage = Math.max(stage, newStage);
        locate();
    }

    private void locate() {
        long folder = folders.isEmpty() ? 0 : folders.get(folders.size() - 1);
        place = folder + stage;
    }

    // ---- Go

    void buildsGo(String command) {
        go |= command.contains("go build") || command.contains("go install") || command.contains("go' '");
    }

    boolean isGo() {
        return go;
    }
}
