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
import org.jspecify.annotations.Nullable;

/** Says why something failed: finds the decisive line, the class of its cause, and what to do. */
public final class Diagnoser {

    /** How many lines of the log around the decisive one a diagnosis holds, before and after it. */
    static final int CONTEXT = 8;

    /** A CMake message is seldom longer. */
    static final int HEADING = 8;

    /** What an installer says besides seldom matters beyond so many lines. */
    private static final int MOST_DETAILS = 20;

    private static final Set<String> CONFIGURING =
            Set.of("configure", "cmake", "meson", "autoreconf", "qmake", "bootstrap", "initconfig", "setup");

    /** The rule for programs that crash, which may be compilers or what they have made. */
    private static final String CRASHED = "tool-crashed";

    /** The rule for lines that only announce the reasons of the solver. */
    private static final String HEADING_KIND = "unsatisfiable";

    private final RuleSet rules;
    private final DiagnosisWording wording;

    public Diagnoser(RuleSet rules) {
        this.rules = rules;
        wording = new DiagnosisWording(rules);
    }

    /** A line that may be decisive, and what was found in it. */
    private record Candidate(LogExcerpt.Line line, @Nullable RuleMatch finding) {

        boolean isPardonable() {
            return finding == null || finding.level().rank() >= RuleLevel.CAUSE.rank();
        }

        /** The lower, the more decisive. A line that the installer marked counts more than one beside it. */
        int rank() {
            int level =
                    finding == null ? RuleLevel.SYMPTOM.rank() : finding.level().rank();
            return 4 * level + (line.hit() ? 0 : 1) + (finding == null ? 2 : 0);
        }
    }

    /**
     * What failed, and where it is told.
     *
     * @param log the log that holds the line, or null
     * @param line the line's number in it, or null
     */
    public record Place(
            @Nullable PackageRef pkg,
            int attempt,
            @Nullable String phase,
            @Nullable String log,
            @Nullable Integer line) {

        public static Place of(@Nullable Tracked pkg, @Nullable String log, @Nullable Integer line) {
            return pkg == null
                    ? new Place(null, 1, null, log, line)
                    : new Place(pkg.ref(), pkg.attempt(), pkg.phase(), log, line);
        }

        /** The same diagnosis, of what failed here. */
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

    /** Diagnoses a failure from what the installer shows of it. */
    public Diagnosis diagnose(FailureEvidence shown) {
        Tracked pkg = shown.pkg();
        Candidate decisive = shown.warningsOnly() ? null : decisive(shown.excerpt());
        RuleMatch finding = decisive == null ? null : decisive.finding();
        FailureCause stated = byHeader(shown);
        FailureCause cause = stated == null ? cause(finding, pkg == null ? null : pkg.phase()) : stated;
        Said said = finding == null || stated != null ? said(shown, cause) : null;
        RuleMatch telling = said == null ? finding : said.finding();
        if (decisive == null) {
            String message = said == null ? shown.header() : said.line();
            List<String> details = shown.details().stream().limit(MOST_DETAILS).toList();
            return diagnosis(Place.of(pkg, shown.log(), null), cause, telling, message, details, null);
        }
        List<LogExcerpt.Line> context = context(shown.excerpt(), decisive.line());
        return diagnosis(
                Place.of(pkg, shown.log(), decisive.line().number()),
                cause,
                telling,
                decisive.line().text().strip(),
                context.stream().map(LogExcerpt.Line::text).toList(),
                context.get(0).number());
    }

    /** Puts a diagnosis together: what the rule says of its finding, filled in. */
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

    /** A rule knows better than the class of its cause, unless the failure is of another class by where it happened. */
    private static @Nullable RetryAdvice retry(@Nullable RuleMatch finding, FailureCause cause) {
        RetryAdvice own = finding == null ? null : finding.rule().retry();
        return own == null ? cause.retry() : own;
    }

    private @Nullable Candidate decisive(List<LogExcerpt.Line> lines) {
        Candidate best = null;
        for (Candidate candidate : candidates(lines)) {
            best = best == null || candidate.rank() < best.rank() ? candidate : best;
        }
        return best == null ? null : underHeading(lines, lastWords(lines, best));
    }

    /** Returns the lines that may be decisive; errors that a later line pardons are none. */
    private List<Candidate> candidates(List<LogExcerpt.Line> lines) {
        List<Candidate> candidates = new ArrayList<>();
        int pardonable = 0;
        for (LogExcerpt.Line line : lines) {
            RuleMatch finding = rules.find(line.text());
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

    /** Returns what the failing tool said just before, if the decisive line says only that a tool failed. */
    private static Candidate lastWords(List<LogExcerpt.Line> lines, Candidate best) {
        RuleMatch finding = best.finding();
        if (finding == null || finding.level() != RuleLevel.ECHO) {
            return best;
        }
        int at = lines.indexOf(best.line());
        List<String> before = lines.subList(0, Math.max(0, at)).stream()
                .map(LogExcerpt.Line::text)
                .toList();
        int complaint = LastWords.complaint(before);
        return complaint < 0 ? best : new Candidate(lines.get(complaint), finding);
    }

    /** Of a CMake message that the installer marked by its first line, that line is the one to look at. */
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

    /** Returns the class that the evidence in a line shows, given its phase; without evidence the phase shows none. */
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
     * The same where a tool's last words tell what was being done: an error that says little, or a program that crashed, is
     * then of that.
     *
     * @param done the phase that they tell of
     */
    static FailureCause cause(RuleMatch finding, @Nullable String phase, @Nullable String done) {
        FailureCause found = finding.rule().cause();
        boolean symptom = finding.level().rank() >= RuleLevel.SYMPTOM.rank();
        boolean saysLittle = found == FailureCause.UNKNOWN
                || (found == FailureCause.COMPILE && symptom)
                || finding.rule().id().equals(CRASHED);
        if (done == null || !saysLittle) {
            return cause(finding, phase);
        }
        return switch (done) {
            case "test" -> FailureCause.TEST;
            case "install" -> FailureCause.INSTALL;
            default -> FailureCause.CONFIGURE;
        };
    }

    /** What the installer or a program that it ran said outside the excerpt. */
    private record Said(String line, RuleMatch finding) {}

    private @Nullable Said said(FailureEvidence shown, FailureCause cause) {
        List<String> lines = new ArrayList<>();
        lines.add(shown.header());
        lines.addAll(shown.details());
        lines.addAll(shown.before());
        Said best = null;
        Map<String, String> groups = new HashMap<>();
        for (String line : lines) {
            RuleMatch finding = rules.find(line);
            if (finding != null
                    && finding.rule().cause() == cause
                    && finding.level().rank() < RuleLevel.ECHO.rank()) {
                boolean better = best == null
                        || finding.level().rank() < best.finding().level().rank();
                best = better ? new Said(line.strip(), finding) : best;
                finding.groups().forEach(groups::putIfAbsent);
            }
        }
        return best == null
                ? null
                : new Said(best.line(), new RuleMatch(best.finding().rule(), Map.copyOf(groups)));
    }

    /** What the installer itself says of the cause, which then needs no guessing. */
    private @Nullable FailureCause byHeader(FailureEvidence shown) {
        String text = shown.header() + '\n' + String.join("\n", shown.details());
        if (text.contains("KeyboardInterrupt") || text.startsWith("Keyboard interrupt")) {
            return FailureCause.INTERRUPTED;
        } else if (text.contains("exited with status -9:") || text.contains("exited with status -15:")) {
            return FailureCause.KILLED;
        } else if (isPatch(shown, text)) {
            return FailureCause.PATCH;
        }
        RuleMatch telling = telling(text);
        if (telling != null) {
            return telling.rule().cause();
        }
        boolean ofTest = text.contains("TestFailure") || (shown.testLog() != null && text.contains("ProcessError"));
        return ofTest ? FailureCause.TEST : null;
    }

    /** What the first of these lines that tells of a cause says; null if none does. */
    @Nullable
    public RuleMatch telling(String text) {
        for (String line : text.split("\n", -1)) {
            RuleMatch finding = rules.find(line);
            if (finding != null
                    && finding.level().rank() < RuleLevel.ECHO.rank()
                    && finding.rule().cause() != FailureCause.UNKNOWN) {
                return finding;
            }
        }
        return null;
    }

    private static boolean isPatch(FailureEvidence shown, String text) {
        return text.contains("/patch' ")
                || text.contains("NoSuchPatchError")
                || shown.before().stream().anyMatch(l -> l.startsWith("==> Patch ") && l.endsWith(" failed."));
    }

    /** The lines around the decisive one, as far as none is missing between. */
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
     * Diagnoses a failure that is about no package: what the installer says of the request, the machine or itself.
     *
     * @param printed the header as it was printed
     * @param stated the cause if no rule knows better
     */
    public Diagnosis ofRun(String printed, String header, List<String> details, FailureCause stated) {
        Said best = null;
        for (String line : lines(header, details)) {
            RuleMatch finding = rules.find(line);
            if (finding != null && finding.level().rank() < RuleLevel.ECHO.rank() && isBetter(finding, best)) {
                best = new Said(line.strip(), finding);
            }
        }
        RuleMatch finding = best == null ? null : best.finding();
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

    /** A heading says only that reasons follow. */
    private static boolean isBetter(RuleMatch finding, @Nullable Said best) {
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

    /** Diagnoses that something outside has ended the build. */
    public Diagnosis stopped(Tracked pkg, FailureCause cause, String line) {
        return diagnosis(Place.of(pkg, null, null), cause, rules.find(line), line, List.of(), null);
    }

    /** Diagnoses what one line tells of something that this log does not show. */
    public Diagnosis outside(FailureCause cause, String line) {
        return diagnosis(Place.of(null, null, null), cause, rules.find(line), line, List.of(), null);
    }

    /** What there is to do about a class of causes. */
    public List<String> remedies(FailureCause cause, Place place) {
        return wording.remedies(cause, null, DiagnosisWording.words(place, null));
    }
}
