package dev.pctl.progress.machine.watchdog;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.event.SampleFact.Wait;
import dev.pctl.progress.event.SampleFact.WaitReason;
import dev.pctl.progress.machine.internal.watchdog.ActivityEvidence;
import dev.pctl.progress.machine.internal.watchdog.Debounce;
import dev.pctl.progress.spi.Watchdog;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges silence: whether a build that says nothing works, waits, or is stalled. The one advice, {@code stalled}, says
 * which, how sure that is and what to do; it is cleared by the next sign of life: a word of the build or its host, or a
 * log that grows. The verdicts:
 *
 * <ul>
 *   <li><b>waiting</b>, after two minutes: a process of the build visibly waits for a lock, for input, for the network, or
 *       to be continued (SIGSTOP). Needs a sampler that sees processes;
 *   <li><b>probably stalled</b>: silent for ten minutes, and for longer than its phase took in nine of ten earlier builds,
 *       and processors, disks and network have been quiet for two minutes;
 *   <li><b>quiet but working</b>, as information: silent for longer than its phase or package usually takes as a whole,
 *       but busy;
 *   <li><b>unknown</b>: as long silent, and nobody reads the machine.
 * </ul>
 *
 * <p>One for each run, as it remembers when it last heard of it. Not thread-safe.
 */
public final class StallWatchdog implements Watchdog {

    private static final String ID = "stalled";

    private final StallThresholds limits;
    private final StallRemedies words;
    private final @Nullable Question question;

    private @Nullable Instant heard;
    private List<SampleFact.LogSize> logs = List.of();
    private @Nullable Instant lastLife;
    private @Nullable Said said;

    /** A pause for breath is no idleness, and a moment's work while it waits is no life. */
    private final Debounce idle = new Debounce(Duration.ofMinutes(2), Duration.ofMinutes(1));

    private final Debounce waiting = new Debounce(Duration.ofSeconds(30), Duration.ofMinutes(1));

    enum Verdict {
        WAITING,
        STALLED,
        WORKING,
        UNKNOWN
    }

    /** What was said last, and at which length of silence. */
    private record Said(Verdict verdict, @Nullable WaitReason reason, Duration silence) {

        /** Said again when it is another thing, or has lasted twice as long. */
        boolean covers(Verdict newVerdict, @Nullable WaitReason newReason, Duration newSilence) {
            return verdict == newVerdict && reason == newReason && newSilence.compareTo(silence.multipliedBy(2)) < 0;
        }
    }

    /** A watchdog with the usual limits and words. */
    public StallWatchdog() {
        this(StallThresholds.STANDARD);
    }

    /** A watchdog with other limits. */
    public StallWatchdog(StallThresholds limits) {
        this(limits, StallRemedies.STANDARD, null);
    }

    /**
     * A watchdog that speaks the host's language.
     *
     * @param words what to do, in the host's words
     * @param question what to ask when the build waits or is stalled, or null
     */
    public StallWatchdog(StallThresholds limits, StallRemedies words, @Nullable Question question) {
        this.limits = limits;
        this.words = words;
        this.question = question;
    }

    @Override
    public List<AdviceFact> check(RunView view, Instant now) {
        ActivityEvidence evidence = ActivityEvidence.of(view, now, limits);
        boolean quiet = idle.update(evidence.work() == ActivityEvidence.Work.IDLE, now);
        boolean waits = waiting.update(evidence.awaits() != null, now);
        Instant life = lastLife;
        if (showsLife(view) || life == null) {
            lastLife = now;
            said = null;
            return view.advice().raised(ID) == null ? List.of() : List.of(new AdviceFact.Cleared(ID));
        }
        Duration silence = Duration.between(life, now);
        Verdict verdict = verdict(evidence, quiet, waits, silence, view, now);
        return verdict == null ? List.of() : say(verdict, evidence, silence, view);
    }

    private boolean showsLife(RunView view) {
        boolean life = !Objects.equals(heard, view.heard()) || !logs.equals(view.machine().logSizes());
        heard = view.heard();
        logs = view.machine().logSizes();
        return life;
    }

    private @Nullable Verdict verdict(
            ActivityEvidence evidence, boolean quiet, boolean waits, Duration silence, RunView view, Instant now) {
        if (waits && evidence.awaits() != null && silence.compareTo(limits.waiting()) >= 0) {
            return Verdict.WAITING;
        }
        if (quiet) {
            boolean remarkable = silence.compareTo(patience(view, silence, true, now)) >= 0;
            return remarkable ? Verdict.STALLED : null;
        }
        if (silence.compareTo(patience(view, silence, false, now)) < 0) {
            return null;
        }
        return switch (evidence.work()) {
            case BUSY -> Verdict.WORKING;
            case UNKNOWN -> Verdict.UNKNOWN;
            case IDLE -> null; // not for long enough to say so
        };
    }

    private List<AdviceFact> say(Verdict verdict, ActivityEvidence evidence, Duration silence, RunView view) {
        Wait wait = verdict == Verdict.WAITING ? evidence.awaits() : null;
        WaitReason reason = wait == null ? null : wait.reason();
        Said before = said;
        if (before != null && before.covers(verdict, reason, silence)) {
            return List.of();
        }
        said = new Said(verdict, reason, silence);
        Advice advice = words.advice(ID, verdict, evidence, subject(view), silence);
        boolean asks = verdict == Verdict.WAITING || verdict == Verdict.STALLED;
        return List.of(new AdviceFact.Raised(question == null || !asks ? advice : advice.asking(question)));
    }

    private static String subject(RunView view) {
        List<PackageView> active = view.active();
        return active.isEmpty() ? "The build" : active.get(0).ref().spec();
    }

    /**
     * How long it may be silent: until what it is at should have ended, if that is known.
     *
     * @param byHistory whether only what was seen before counts, not what is typical elsewhere
     */
    private Duration patience(RunView view, Duration silence, boolean byHistory, Instant now) {
        Duration longest = limits.patience();
        for (PackageView p : view.active()) {
            PhaseView phase = p.currentPhase();
            Forecast ofPhase = phase == null ? null : p.phaseForecasts().get(phase.name());
            Forecast usual = p.expected() == null ? p.forecast() : p.expected();
            Forecast total = ofPhase == null ? usual : ofPhase;
            Duration elapsed = phase == null || ofPhase == null ? p.elapsed(now) : phase.elapsed(now);
            if (total != null && elapsed != null && (!byHistory || total.samples() > 0)) {
                Duration left = total.p90().minus(elapsed).plus(silence);
                longest = left.compareTo(longest) > 0 ? left : longest;
            }
        }
        return longest;
    }
}
