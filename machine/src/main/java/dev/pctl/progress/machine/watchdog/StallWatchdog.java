package dev.pctl.progress.machine.watchdog;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.event.SampleFact.BlockedProcess;
import dev.pctl.progress.event.SampleFact.WaitReason;
import dev.pctl.progress.internal.check.Arguments;
import dev.pctl.progress.machine.internal.watchdog.ActivityEvidence;
import dev.pctl.progress.machine.internal.watchdog.Debounce;
import dev.pctl.progress.machine.internal.watchdog.StallMessages;
import dev.pctl.progress.machine.internal.watchdog.StallThresholds;
import dev.pctl.progress.machine.internal.watchdog.StallVerdict;
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
 * Finds out whether a silent build works, waits, or is stalled. The one advice, {@code stalled}, says which, how sure
 * that is and what to do; it is cleared by the next sign of life: output of the build, a fact of its host, or a log
 * that grows. The verdicts:
 *
 * <ul>
 *   <li><b>waiting</b>, after two minutes: a process of the build waits for a lock, for input, for the network, or to be
 *       continued (SIGSTOP). Needs a sampler that sees processes.
 *   <li><b>probably stalled</b>, after ten minutes: silent for longer than the phase took in nine of ten earlier builds,
 *       while processors, disks and network were quiet for two minutes.
 *   <li><b>quiet but working</b>, as information: silent for longer than the phase or package usually takes as a whole,
 *       but busy.
 *   <li><b>unknown</b>: silent for as long, and no sampler reads the machine.
 * </ul>
 *
 * <p>One instance for each run, as it remembers the last sign of life. Not thread-safe.
 */
public final class StallWatchdog implements Watchdog {

    private static final String ID = "stalled";

    private final StallThresholds limits;
    private final StallMessages messages;
    private final @Nullable Question question;

    private @Nullable Instant heard;
    private List<SampleFact.LogSize> logs = List.of();
    private @Nullable Instant lastLife;
    private @Nullable Said said;

    /** Begins late and ends late: a short pause is not idleness, and a moment's work does not end the wait. */
    private final Debounce idle = new Debounce(Duration.ofMinutes(2), Duration.ofMinutes(1));

    private final Debounce waiting = new Debounce(Duration.ofSeconds(30), Duration.ofMinutes(1));

    /** The last advice, and the length of the silence when it was raised. */
    private record Said(StallVerdict verdict, @Nullable WaitReason reason, Duration silence) {

        /** Returns whether the new finding is the same, and the silence not yet twice as long. */
        boolean covers(StallVerdict newVerdict, @Nullable WaitReason newReason, Duration newSilence) {
            return verdict == newVerdict && reason == newReason && newSilence.compareTo(silence.multipliedBy(2)) < 0;
        }
    }

    /** Creates a watchdog with the default limits and remedies that name no tool. */
    public StallWatchdog() {
        this(new Builder());
    }

    private StallWatchdog(Builder builder) {
        limits = new StallThresholds(
                builder.patience,
                builder.waitingPatience,
                builder.busyCores,
                builder.busyDiskBytes,
                builder.busyNetworkBytes);
        messages = builder.messages;
        question = builder.question;
    }

    /** Returns a builder with the default limits and remedies. */
    public static Builder builder() {
        return new Builder();
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
        StallVerdict verdict = verdict(evidence, quiet, waits, silence, view, now);
        return verdict == null ? List.of() : say(verdict, evidence, silence, view);
    }

    private boolean showsLife(RunView view) {
        boolean life = !Objects.equals(heard, view.heard())
                || !logs.equals(view.machine().logSizes());
        heard = view.heard();
        logs = view.machine().logSizes();
        return life;
    }

    private @Nullable StallVerdict verdict(
            ActivityEvidence evidence, boolean quiet, boolean waits, Duration silence, RunView view, Instant now) {
        if (waits && evidence.awaits() != null && silence.compareTo(limits.waitingPatience()) >= 0) {
            return StallVerdict.WAITING;
        }
        if (quiet) {
            boolean remarkable = silence.compareTo(patience(view, silence, true, now)) >= 0;
            return remarkable ? StallVerdict.STALLED : null;
        }
        if (silence.compareTo(patience(view, silence, false, now)) < 0) {
            return null;
        }
        return switch (evidence.work()) {
            case BUSY -> StallVerdict.WORKING;
            case UNKNOWN -> StallVerdict.UNKNOWN;
            case IDLE -> null; // not for long enough to say so
        };
    }

    private List<AdviceFact> say(StallVerdict verdict, ActivityEvidence evidence, Duration silence, RunView view) {
        BlockedProcess wait = verdict == StallVerdict.WAITING ? evidence.awaits() : null;
        WaitReason reason = wait == null ? null : wait.reason();
        Said before = said;
        if (before != null && before.covers(verdict, reason, silence)) {
            return List.of();
        }
        said = new Said(verdict, reason, silence);
        Advice advice = messages.advice(ID, verdict, evidence, subject(view), silence);
        boolean asks = verdict == StallVerdict.WAITING || verdict == StallVerdict.STALLED;
        return List.of(new AdviceFact.Raised(question == null || !asks ? advice : advice.asking(question)));
    }

    private static String subject(RunView view) {
        List<PackageView> active = view.active();
        return active.isEmpty() ? "The build" : active.get(0).ref().spec();
    }

    /**
     * Returns how long it may be silent: until the current phase or package should have ended, if that is known.
     *
     * @param byHistory whether only forecasts from earlier builds count, not typical durations
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

    /** Builds a {@link StallWatchdog}. Not thread-safe. */
    public static final class Builder {

        private Duration patience = Duration.ofMinutes(10);
        private Duration waitingPatience = Duration.ofMinutes(2);
        private double busyCores = 0.1;
        private double busyDiskBytes = 1e6;
        private double busyNetworkBytes = 2e4;
        private StallMessages messages = StallMessages.STANDARD;
        private @Nullable Question question;

        private Builder() {}

        /** Sets how long a build of unknown duration may be silent before there is advice. Default: 10 minutes. */
        public Builder patience(Duration silence) {
            patience = Arguments.notNegative(silence, "silence");
            return this;
        }

        /** Sets how long it may be silent while its processes visibly wait for something. Default: 2 minutes. */
        public Builder waitingPatience(Duration silence) {
            waitingPatience = Arguments.notNegative(silence, "silence");
            return this;
        }

        /**
         * Sets what counts as work. Defaults: a tenth of a core, 1 MB/s, 20 kB/s.
         *
         * @param cores how many cores the build's processes use at least while they work
         * @param diskBytes how many bytes a second the disks move at least while it works
         * @param networkBytes how many bytes a second are received at least while it downloads
         */
        public Builder busyFrom(double cores, double diskBytes, double networkBytes) {
            busyCores = Arguments.positive(cores, "cores");
            busyDiskBytes = Arguments.positive(diskBytes, "diskBytes");
            busyNetworkBytes = Arguments.positive(networkBytes, "networkBytes");
            return this;
        }

        /**
         * Sets what to do about builds that wait, most promising first. Placeholders: {@code {package}}, {@code
         * {command}}, {@code {pid}}, {@code {target}} (the lock file, terminal or address) and {@code {holder}} (the
         * process that holds the lock). The lines of a template are alternatives: the first line whose placeholders all
         * have a value is used.
         */
        public Builder waitingRemedies(WaitReason reason, List<String> templates) {
            Objects.requireNonNull(reason, "reason");
            messages = messages.withWaiting(reason, Arguments.elements(templates, "templates"));
            return this;
        }

        /** Sets what to do about builds that are stalled, most promising first. Placeholder: {@code {package}}. */
        public Builder stalledRemedies(List<String> templates) {
            messages = messages.withStalled(Arguments.elements(templates, "templates"));
            return this;
        }

        /** Sets what to ask when the build waits or is stalled. Default: nothing. */
        public Builder question(Question newQuestion) {
            question = Objects.requireNonNull(newQuestion, "newQuestion");
            return this;
        }

        /** Builds the watchdog. */
        public StallWatchdog build() {
            return new StallWatchdog(this);
        }
    }
}
