package dev.pctl.progress.buildlog.internal.failure;

import dev.pctl.progress.buildlog.internal.track.PackageTracker.Tracked;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.RetryAdvice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Diagnoses failures: finds the decisive line, the class of the cause, and the remedies. */
public final class Diagnoser {

    /** The number of lines before and after the decisive one that a diagnosis includes. */
    static final int CONTEXT = 8;

    /** The number of lines of a CMake message; longer ones are rare. */
    static final int HEADING = 8;

    /** The most lines below an installer's header that a diagnosis includes. */
    private static final int MOST_DETAILS = 20;

    private static final Set<String> CONFIGURING =
            Set.of("configure", "cmake", "meson", "autoreconf", "qmake", "bootstrap", "initconfig", "setup");

    /** The rule for crashed programs, which may be compilers or programs just built. */
    private static final String CRASHED = "tool-crashed";

    /** The rule for headings above the reasons that the solver gives. */
    private static final String HEADING_KIND = "unsatisfiable";

    private final Supplier<RuleSet> rules;
    private final DiagnosisWording wording;

    public Diagnoser(Supplier<RuleSet> rules) {
        this.rules = rules;
        wording = new DiagnosisWording(rules);
    }

    /** A line that may be decisive, and the match in it. */
    private record Candidate(LogExcerpt.Line line, @Nullable RuleMatch finding) {

        boolean isPardonable() {
            return finding == null || finding.level().rank() >= RuleLevel.CAUSE.rank();
        }

        /**
         * Returns the rank; lower is more decisive. At the same level, a line that the installer marked comes first.
         */
        int rank() {
            int level =
                    finding == null ? RuleLevel.SYMPTOM.rank() : finding.level().rank();
            return 4 * level + (line.hit() ? 0 : 1) + (finding == null ? 2 : 0);
        }
    }

    /**
     * What failed, and where the log reports it.
     *
     * @param log the log that contains the line, or null
     * @param line the number of the line in that log, or null
     */
    public record Place(
            @Nullable PackageRef pkg,
            int attempt,
            @Nullable String phase,
            @Nullable String log,
            @Nullable Integer line) {

        /** Returns the place of a failure in the current phase of the package. */
        public static Place of(@Nullable Tracked pkg, @Nullable String log, @Nullable Integer line) {
            return pkg == null
                    ? new Place(null, 1, null, log, line)
                    : new Place(pkg.ref(), pkg.attempt(), pkg.phase(), log, line);
        }

        /** Returns the diagnosis with this place and the given cause. */
        public Diagnosis of(Diagnosis found, FailureCause cause) {
            return found.toBuilder()
                    .packageRef(pkg)
                    .attempt(attempt)
                    .phase(phase)
                    .cause(cause)
                    .log(log)
                    .line(line)
                    .build();
        }
    }

    /** Diagnoses a failure from the evidence that the installer printed. */
    public Diagnosis diagnose(FailureEvidence evidence) {
        Tracked pkg = evidence.pkg();
        Candidate decisive = evidence.warningsOnly() ? null : decisive(evidence.excerpt());
        RuleMatch finding = decisive == null ? null : decisive.finding();
        FailureCause stated = statedCause(evidence);
        FailureCause cause = stated == null ? cause(finding, pkg == null ? null : pkg.phase()) : stated;
        Statement statement = finding == null || stated != null ? statement(evidence, cause) : null;
        RuleMatch match = statement == null ? finding : statement.finding();
        if (decisive == null) {
            String message = statement == null ? evidence.header() : statement.line();
            List<String> details =
                    evidence.details().stream().limit(MOST_DETAILS).toList();
            return diagnosis(Place.of(pkg, evidence.log(), null), cause, match, message, details, null);
        }
        List<LogExcerpt.Line> context = context(evidence.excerpt(), decisive.line());
        return diagnosis(
                Place.of(pkg, evidence.log(), decisive.line().number()),
                cause,
                match,
                decisive.line().text().strip(),
                context.stream().map(LogExcerpt.Line::text).toList(),
                context.get(0).number());
    }

    /** Returns a diagnosis with the reason and the remedies of the matched rule. */
    Diagnosis diagnosis(
            Place place,
            FailureCause cause,
            @Nullable RuleMatch match,
            String message,
            List<String> excerpt,
            @Nullable Integer excerptLine) {
        RuleMatch finding = match == null || match.subject() != null
                ? match
                : match.with(DiagnosisWording.paragraphBelow(message, excerpt));
        Map<String, String> words = DiagnosisWording.words(place, finding);
        Map<String, String> details = finding == null ? new HashMap<>() : new HashMap<>(finding.groups());
        details.remove("subject");
        return new Diagnosis(
                place.pkg(),
                place.attempt(),
                place.phase(),
                cause,
                finding == null ? null : finding.rule().id(),
                finding == null ? null : finding.subject(),
                finding == null
                        ? null
                        : DiagnosisWording.firstFilled(finding.rule().sayings(), words),
                place.log(),
                place.line(),
                message,
                excerpt,
                excerptLine,
                details,
                retry(finding, cause),
                DiagnosisWording.advisedFirst(
                        place.phase() == null ? excerptOr(message, excerpt) : List.of(),
                        wording.remedies(cause, finding, words)));
    }

    private static List<String> excerptOr(String message, List<String> excerpt) {
        return excerpt.isEmpty() ? List.of(message) : excerpt;
    }

    /** Returns the advice of the rule, or the default of the cause if the rule has none. */
    private static @Nullable RetryAdvice retry(@Nullable RuleMatch finding, FailureCause cause) {
        RetryAdvice own = finding == null ? null : finding.rule().retry();
        return own == null ? cause.retry() : own;
    }

    private @Nullable Candidate decisive(List<LogExcerpt.Line> lines) {
        Candidate best = null;
        for (Candidate candidate : candidates(lines)) {
            best = best == null || candidate.rank() < best.rank() ? candidate : best;
        }
        return best == null ? null : underHeading(lines, complaint(lines, best));
    }

    /** Returns the lines that may be decisive, without the errors that a later line pardons. */
    private List<Candidate> candidates(List<LogExcerpt.Line> lines) {
        List<Candidate> candidates = new ArrayList<>();
        int pardonable = 0;
        for (LogExcerpt.Line line : lines) {
            RuleMatch finding = rules.get().find(line.text());
            if (finding != null && finding.level().forgives()) {
                candidates.subList(pardonable, candidates.size()).removeIf(Candidate::isPardonable);
                pardonable = candidates.size();
            } else if (finding != null || line.hit()) {
                candidates.add(new Candidate(line, finding));
                pardonable = finding != null && finding.level() == RuleLevel.ECHO ? candidates.size() : pardonable;
            }
        }
        return candidates;
    }

    /**
     * Returns the complaint of the failing tool if the decisive line says only that a tool failed, or else that line.
     */
    private static Candidate complaint(List<LogExcerpt.Line> lines, Candidate best) {
        RuleMatch finding = best.finding();
        if (finding == null || finding.level() != RuleLevel.ECHO) {
            return best;
        }
        int at = lines.indexOf(best.line());
        List<String> before = lines.subList(0, Math.max(0, at)).stream()
                .map(LogExcerpt.Line::text)
                .toList();
        int complaint = ComplaintFinder.find(before);
        return complaint < 0 ? best : new Candidate(lines.get(complaint), finding);
    }

    /** Moves the decisive line to the heading of its CMake message if the installer marked the heading. */
    private Candidate underHeading(List<LogExcerpt.Line> lines, Candidate best) {
        if (best.line().hit()) {
            return best;
        }
        for (LogExcerpt.Line line : lines) {
            int distance = best.line().number() - line.number();
            if (line.hit() && distance > 0 && distance <= HEADING && line.text().startsWith("CMake Error")) {
                return new Candidate(
                        new LogExcerpt.Line(line.number(), best.line().text(), true), best.finding());
            }
        }
        return best;
    }

    /** Returns the class of the cause that a match in the given phase indicates. */
    static FailureCause cause(@Nullable RuleMatch finding, @Nullable String phase) {
        FailureCause found =
                finding == null ? FailureCause.UNKNOWN : finding.rule().cause();
        boolean configuring = phase != null && CONFIGURING.contains(phase);
        boolean evident = finding != null && finding.level() != RuleLevel.ECHO;
        if (configuring && evident && (found == FailureCause.COMPILE || found == FailureCause.UNKNOWN)) {
            return FailureCause.CONFIGURE;
        }
        if (found != FailureCause.UNKNOWN || phase == null) {
            return found;
        }
        if (!evident) {
            return FailureCause.UNKNOWN;
        }
        return switch (phase) {
            case "install" -> FailureCause.INSTALL;
            case "build" -> FailureCause.COMPILE;
            case "test", "check" -> FailureCause.TEST;
            default -> FailureCause.UNKNOWN;
        };
    }

    /**
     * Returns the class of the cause, given also the phase that the tool's final report names. That phase decides for
     * a crashed program or an error that says little.
     *
     * @param reported the phase in the final report, or null
     */
    static FailureCause cause(RuleMatch finding, @Nullable String phase, @Nullable String reported) {
        FailureCause found = finding.rule().cause();
        boolean symptom = finding.level().rank() >= RuleLevel.SYMPTOM.rank();
        boolean saysLittle = found == FailureCause.UNKNOWN
                || (found == FailureCause.COMPILE && symptom)
                || finding.rule().id().equals(CRASHED);
        if (reported == null || !saysLittle) {
            return cause(finding, phase);
        }
        return switch (reported) {
            case "test" -> FailureCause.TEST;
            case "install" -> FailureCause.INSTALL;
            default -> FailureCause.CONFIGURE;
        };
    }

    /** A line outside the excerpt, printed by the installer or a program that it ran, and the match in it. */
    private record Statement(String line, RuleMatch finding) {}

    /** Returns the most decisive line outside the excerpt whose rule has this cause, or null. */
    private @Nullable Statement statement(FailureEvidence evidence, FailureCause cause) {
        List<String> lines = new ArrayList<>();
        lines.add(evidence.header());
        lines.addAll(evidence.details());
        lines.addAll(evidence.before());
        Statement best = null;
        Map<String, String> groups = new HashMap<>();
        for (String line : lines) {
            RuleMatch finding = rules.get().find(line);
            if (finding != null
                    && finding.rule().cause() == cause
                    && finding.level().rank() < RuleLevel.ECHO.rank()) {
                boolean better = best == null
                        || finding.level().rank() < best.finding().level().rank();
                best = better ? new Statement(line.strip(), finding) : best;
                finding.groups().forEach(groups::putIfAbsent);
            }
        }
        return best == null
                ? null
                : new Statement(best.line(), new RuleMatch(best.finding().rule(), Map.copyOf(groups)));
    }

    /** Returns the cause that the installer itself states, or null. */
    private @Nullable FailureCause statedCause(FailureEvidence evidence) {
        String text = evidence.header() + '\n' + String.join("\n", evidence.details());
        if (text.contains("KeyboardInterrupt") || text.startsWith("Keyboard interrupt")) {
            return FailureCause.INTERRUPTED;
        } else if (text.contains("exited with status -9:") || text.contains("exited with status -15:")) {
            return FailureCause.KILLED;
        } else if (isPatch(evidence, text)) {
            return FailureCause.PATCH;
        }
        RuleMatch match = firstCause(text);
        if (match != null) {
            return match.rule().cause();
        }
        boolean ofTest = text.contains("TestFailure") || (evidence.testLog() != null && text.contains("ProcessError"));
        return ofTest ? FailureCause.TEST : null;
    }

    /** Returns the match in the first line whose rule has a known cause, or null. */
    @Nullable
    public RuleMatch firstCause(String text) {
        for (String line : text.split("\n", -1)) {
            RuleMatch finding = rules.get().find(line);
            if (finding != null
                    && finding.level().rank() < RuleLevel.ECHO.rank()
                    && finding.rule().cause() != FailureCause.UNKNOWN) {
                return finding;
            }
        }
        return null;
    }

    private static boolean isPatch(FailureEvidence evidence, String text) {
        return text.contains("/patch' ")
                || text.contains("NoSuchPatchError")
                || evidence.before().stream().anyMatch(l -> l.startsWith("==> Patch ") && l.endsWith(" failed."));
    }

    /** Returns the consecutive lines around the decisive one. */
    private static List<LogExcerpt.Line> context(List<LogExcerpt.Line> lines, LogExcerpt.Line decisive) {
        List<LogExcerpt.Line> context = new ArrayList<>();
        for (LogExcerpt.Line line : lines) {
            boolean gap = !context.isEmpty()
                    && line.number() != context.get(context.size() - 1).number() + 1;
            if (gap && line.number() > decisive.number()) {
                break;
            }
            if (gap) {
                context.clear();
            }
            if (Math.abs(line.number() - decisive.number()) <= CONTEXT) {
                context.add(line);
            }
        }
        return context.isEmpty() ? List.of(decisive) : context;
    }

    /**
     * Diagnoses a failure of the run rather than of a package, such as an invalid request or a problem of the machine.
     *
     * @param printed the header as it was printed
     * @param stated the cause if no rule determines it
     */
    public Diagnosis diagnoseRun(String printed, String header, List<String> details, FailureCause stated) {
        Statement best = null;
        for (String line : lines(header, details)) {
            RuleMatch finding = rules.get().find(line);
            if (finding != null && finding.level().rank() < RuleLevel.ECHO.rank() && isBetter(finding, best)) {
                best = new Statement(line.strip(), finding);
            }
        }
        RuleMatch finding = best == null ? rules.get().find(printed) : best.finding();
        FailureCause found =
                finding == null ? FailureCause.UNKNOWN : finding.rule().cause();
        List<String> excerpt = new ArrayList<>();
        excerpt.add(DiagnosisWording.shortened(printed));
        details.stream().limit(MOST_DETAILS).map(DiagnosisWording::shortened).forEach(excerpt::add);
        return diagnosis(
                Place.of(null, null, null),
                found == FailureCause.UNKNOWN ? stated : found,
                finding,
                DiagnosisWording.message(header, details, best == null ? header : best.line()),
                excerpt,
                null);
    }

    /** Returns whether the match says more than the best one so far. A heading says only that reasons follow. */
    private static boolean isBetter(RuleMatch finding, @Nullable Statement best) {
        if (best == null) {
            return true;
        }
        boolean heading = best.finding().rule().id().equals(HEADING_KIND);
        return heading
                || (best.finding().rule().cause() == FailureCause.UNKNOWN
                        && finding.rule().cause() != FailureCause.UNKNOWN);
    }

    private static List<String> lines(String header, List<String> details) {
        List<String> lines = new ArrayList<>();
        lines.add(header);
        lines.addAll(details);
        return lines;
    }

    /** Diagnoses that something outside the build ended it. */
    public Diagnosis diagnoseStopped(Tracked pkg, FailureCause cause, String line) {
        return diagnosis(Place.of(pkg, null, null), cause, rules.get().find(line), line, List.of(), null);
    }

    /** Diagnoses a failure that the log does not show, from the one line that mentions it. */
    public Diagnosis diagnoseLine(FailureCause cause, String line) {
        return diagnosis(Place.of(null, null, null), cause, rules.get().find(line), line, List.of(), null);
    }

    /** Returns the remedies for a class of causes. */
    public List<String> remedies(FailureCause cause, Place place) {
        return wording.remedies(cause, null, DiagnosisWording.words(place, null));
    }
}
