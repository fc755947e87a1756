package dev.pctl.progress.spack;

import dev.pctl.progress.event.Cause;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.spack.FailureRules.Finding;
import dev.pctl.progress.spack.FailureRules.Level;
import dev.pctl.progress.spack.Tracker.Tracked;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says why something failed: finds the decisive line, the class of its cause, and what to do. */
final class Diagnoser {

    /** How many lines of the log around the decisive one a diagnosis holds, before and after it. */
    static final int CONTEXT = 6;

    /** A CMake message is seldom longer. */
    static final int HEADING = 8;

    private static final Set<String> CONFIGURING = Set.of("configure", "cmake", "meson", "autoreconf", "qmake");

    private final FailureRules rules;

    Diagnoser(FailureRules rules) {
        this.rules = rules;
    }

    /** A line that may be decisive, and what was found in it. */
    private record Candidate(Excerpt.Line line, @Nullable Finding finding) {

        /** The lower, the more decisive. A line that the installer marked counts more than one beside it. */
        int rank() {
            int level = finding == null ? Level.SYMPTOM.rank() : finding.level().rank();
            return 4 * level + (line.hit() ? 0 : 1) + (finding == null ? 2 : 0);
        }
    }

    /** Diagnoses a failure from what the installer shows of it. */
    Diagnosis diagnose(Evidence shown) {
        Tracked pkg = shown.pkg();
        Candidate decisive = shown.warningsOnly() ? null : decisive(shown.excerpt());
        Finding finding = decisive == null ? null : decisive.finding();
        Cause stated = byHeader(shown);
        Cause cause = stated == null ? byLine(finding, pkg) : stated;
        Said said = finding == null || stated != null ? said(shown, cause) : null;
        Finding telling = said == null ? finding : said.finding();
        return new Diagnosis(
                pkg == null ? null : pkg.ref(),
                pkg == null ? 1 : pkg.attempt(),
                pkg == null ? null : pkg.phase(),
                cause,
                kind(telling),
                shown.log(),
                decisive == null ? null : Integer.valueOf(decisive.line().number()),
                decisive == null
                        ? said == null ? shown.header() : said.line()
                        : decisive.line().text().strip(),
                decisive == null ? List.of() : context(shown.excerpt(), decisive.line()),
                remedies(cause, telling, pkg == null ? null : pkg.ref(), shown.log()));
    }

    private @Nullable Candidate decisive(List<Excerpt.Line> lines) {
        Candidate best = null;
        for (Excerpt.Line line : lines) {
            Finding finding = rules.find(line.text());
            if (finding != null || line.hit()) {
                Candidate candidate = new Candidate(line, finding);
                best = best == null || candidate.rank() < best.rank() ? candidate : best;
            }
        }
        return best == null ? null : underHeading(lines, best);
    }

    /** Of a CMake message that the installer marked by its first line, that line is the one to look at. */
    private Candidate underHeading(List<Excerpt.Line> lines, Candidate best) {
        if (best.line().hit()) {
            return best;
        }
        for (Excerpt.Line line : lines) {
            int distance = best.line().number() - line.number();
            if (line.hit() && distance > 0 && distance <= HEADING && line.text().startsWith("CMake Error")) {
                return new Candidate(new Excerpt.Line(line.number(), best.line().text(), true), best.finding());
            }
        }
        return best;
    }

    private static @Nullable String kind(@Nullable Finding finding) {
        return finding == null ? null : finding.rule().id();
    }

    private static Cause byLine(@Nullable Finding finding, @Nullable Tracked pkg) {
        return cause(finding, pkg == null ? null : pkg.phase());
    }

    /** The class that a line and the phase in which it stands tell. */
    static Cause cause(@Nullable Finding finding, @Nullable String phase) {
        Cause found = finding == null ? Cause.UNKNOWN : finding.rule().cause();
        boolean configuring = phase != null && CONFIGURING.contains(phase);
        if (configuring && (found == Cause.COMPILE || found == Cause.UNKNOWN)) {
            return Cause.CONFIGURE;
        }
        return found == Cause.UNKNOWN && "install".equals(phase) ? Cause.INSTALL : found;
    }

    /** What the installer or a program that it ran said outside the excerpt. */
    private record Said(String line, Finding finding) {}

    private @Nullable Said said(Evidence shown, Cause cause) {
        List<String> lines = new ArrayList<>();
        lines.add(shown.header());
        lines.addAll(shown.details());
        lines.addAll(shown.before());
        Said best = null;
        for (String line : lines) {
            Finding finding = rules.find(line);
            if (finding != null
                    && finding.rule().cause() == cause
                    && finding.level() != Level.ECHO
                    && (best == null
                            || finding.level().rank() < best.finding().level().rank())) {
                best = new Said(line.strip(), finding);
            }
        }
        return best;
    }

    /** What the installer itself says of the cause, which then needs no guessing. */
    private @Nullable Cause byHeader(Evidence shown) {
        String text = shown.header() + '\n' + String.join("\n", shown.details());
        if (text.contains("KeyboardInterrupt") || text.startsWith("Keyboard interrupt")) {
            return Cause.INTERRUPTED;
        } else if (text.contains("exited with status -9:") || text.contains("exited with status -15:")) {
            return Cause.KILLED;
        } else if (isPatch(shown, text)) {
            return Cause.PATCH;
        }
        for (String line : text.split("\n", -1)) {
            Finding finding = rules.find(line);
            if (finding != null
                    && finding.level() != Level.ECHO
                    && finding.rule().cause() != Cause.UNKNOWN) {
                return finding.rule().cause();
            }
        }
        boolean ofTest = text.contains("TestFailure") || (shown.testLog() != null && text.contains("ProcessError"));
        return ofTest ? Cause.TEST : null;
    }

    private static boolean isPatch(Evidence shown, String text) {
        return text.contains("/patch' ")
                || text.contains("NoSuchPatchError")
                || shown.before().stream().anyMatch(l -> l.startsWith("==> Patch ") && l.endsWith(" failed."));
    }

    private static List<String> context(List<Excerpt.Line> lines, Excerpt.Line decisive) {
        List<String> context = new ArrayList<>();
        for (Excerpt.Line line : lines) {
            if (Math.abs(line.number() - decisive.number()) <= CONTEXT) {
                context.add(line.text());
            }
        }
        return context;
    }

    /** Diagnoses a failure of the concretizer: no package is to blame yet. */
    Diagnosis concretization(String header, List<String> details) {
        return new Diagnosis(
                null,
                1,
                null,
                Cause.CONCRETIZATION,
                null,
                null,
                null,
                header,
                details,
                remedies(Cause.CONCRETIZATION, null, null, null));
    }

    /** Diagnoses that something outside has ended the build. */
    Diagnosis stopped(Tracked pkg, Cause cause, String line) {
        return new Diagnosis(
                pkg.ref(),
                pkg.attempt(),
                pkg.phase(),
                cause,
                null,
                null,
                null,
                line,
                List.of(),
                remedies(cause, null, pkg.ref(), null));
    }

    /** What to do: what the rule says, else what there is to do about the class. */
    List<String> remedies(Cause cause, @Nullable Finding finding, @Nullable PackageRef pkg, @Nullable String log) {
        List<String> fixes = finding == null ? List.of() : finding.rule().fixes();
        String subject = finding == null ? null : finding.subject();
        List<String> filled = new ArrayList<>();
        for (String fix : fixes.isEmpty() ? rules.remedies(cause) : fixes) {
            if (subject != null || !fix.contains("{subject}")) {
                filled.add(fix.replace("{subject}", subject == null ? "" : subject)
                        .replace("{package}", pkg == null ? "PACKAGE" : pkg.spec())
                        .replace("{name}", pkg == null ? "PACKAGE" : pkg.name())
                        .replace("{log}", log == null ? "the build log" : log));
            }
        }
        return filled.isEmpty() && !fixes.isEmpty() ? remedies(cause, null, pkg, log) : filled;
    }
}
