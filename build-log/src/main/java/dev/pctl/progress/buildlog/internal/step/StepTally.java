package dev.pctl.progress.buildlog.internal.step;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a package is in its phase. Neither the count nor its share of the total runs back within a phase: a tool that
 * is started again, or within another, adds to what the one before it did, and a total that would make the share smaller
 * than it was is not told until the share is reached again.
 */
final class StepTally {

    private static final int MOST_OBJECTS = 50_000;
    private static final int MOST_RUNS = 64;
    private static final int DEEPEST = 1000;

    /** Of runs this short nobody needs to know the share: they make ready for others. */
    private static final long SHORT_RUN = 2;

    /** One run of a tool that states its count. */
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

    private long stated() {
        long stated = own;
        for (ToolRun run : runs) {
            stated += run.total;
        }
        return stated;
    }

    /** How many steps there are as far as tools state it; null if that is not known. */
    @Nullable
    Long total() {
        return total;
    }

    /**
     * A tool states its count.
     *
     * @param percent whether it is of a hundred, whatever the number of steps
     * @return whether more is done than was known
     */
    boolean stated(long done, long of, boolean percent) {
        ToolRun run = run(done, of, percent);
        if (done <= run.done && run.total == of) {
            return false;
        }
        run.done = Math.max(run.done, done);
        run.total = Math.max(run.done, of);
        long all = done();
        long allOf = stated();
        double now = (double) all / allOf;
        boolean told = now >= share && allOf > SHORT_RUN;
        share = told ? now : share;
        total = told ? allOf : null;
        return true;
    }

    /** The run that a count belongs to: one of that total that is not further, the last one if it goes on, a new one. */
    private ToolRun run(long done, long of, boolean percent) {
        ToolRun last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        for (int i = runs.size() - 1; i >= 0; i--) {
            ToolRun run = runs.get(i);
            boolean begunAgain = done <= 1 && run.done > 1 && run.done == run.total;
            if (run.percent == percent && (percent || (run.total == of && !begunAgain))) {
                return run;
            }
        }
        boolean grown = last != null && !last.percent && !percent && done >= last.done && last.done < last.total;
        if (last != null && (grown || runs.size() == MOST_RUNS)) {
            return last;
        }
        ToolRun begun = new ToolRun(percent);
        runs.add(begun);
        return begun;
    }

    /**
     * Something is done that no tool counts.
     *
     * @return whether it counts: it was not done before, and no tool that states its own count is at work
     */
    boolean one(long object) {
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

    // ---- where

    /** A number for the folder and the stage in which things are done: names are the same in others. */
    long place() {
        return place;
    }

    /**
     * Make enters a folder, or leaves it.
     *
     * @param level how deep make is within make
     * @param folder a number for the folder
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
