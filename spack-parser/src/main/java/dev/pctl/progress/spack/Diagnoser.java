package dev.pctl.progress.spack;

import dev.pctl.progress.event.Cause;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.spack.Tracker.Tracked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says why something failed: finds the decisive line and the class of its cause. */
final class Diagnoser {

    /** How many lines of the log around the decisive one a diagnosis holds, before and after it. */
    private static final int CONTEXT = 6;

    /** A line that only says that something else went wrong. */
    private static final Pattern FOLLOW_UP =
            Pattern.compile(".*(?:^|[\\s:])(?:g?make|ninja)(?:\\[\\d+\\])?: (?:\\*\\*\\*|build stopped).*"
                    + "|FAILED: .*|.*(?:returned a non-zero|exit status \\d+)$");

    /** Rules on single lines, most telling first. */
    private enum Sign {
        DISK(Cause.DISK_FULL, "No space left on device|\\[Errno 28\\]|Disk quota exceeded"),
        OUT_OF_MEMORY(
                Cause.MEMORY,
                "Killed signal terminated program|virtual memory exhausted|out of memory allocating|Cannot allocate memory"),
        LINK(
                Cause.LINK,
                "undefined reference to|ld: cannot find|collect2: error|Undefined symbols for|symbol\\(s\\) not found"
                        + "|relocation R_\\S+ against"),
        CONFIGURE(
                Cause.CONFIGURE,
                "^configure: error:|CMake Error|^\\S*meson.build:\\d+:\\d+: ERROR:|error: cannot find the .* package"),
        PERMISSION(Cause.PERMISSION, "Permission denied|Operation not permitted"),
        TEST(Cause.TEST, "tests? failed out of|\\*\\*\\*Failed|^# FAIL: *[1-9]"),
        COMPILE(
                Cause.COMPILE,
                ":\\d+(?::\\d+)?: (?:fatal )?error:|: fatal error: |^error(?:\\[E\\d+\\])?: |internal compiler error|Error: .* at \\(1\\)"
                        + "|^cc1\\w*: (?:all warnings being treated as errors|error)|: unrecognized command[- ]line option"
                        + "|\\S+:\\d+: Error: |catastrophic error");

        private final Cause cause;
        private final Pattern pattern;

        Sign(Cause cause, String pattern) {
            this.cause = cause;
            this.pattern = Pattern.compile(pattern);
        }
    }

    private Diagnoser() {}

    /** Diagnoses a failure from what the installer shows of it. */
    static Diagnosis diagnose(Evidence report) {
        Tracked pkg = report.pkg();
        Excerpt.Line decisive = report.warningsOnly() ? null : decisive(report.excerpt());
        Cause cause = cause(report, decisive);
        return new Diagnosis(
                pkg == null ? null : pkg.ref(),
                pkg == null ? 1 : pkg.attempt(),
                pkg == null ? null : pkg.phase(),
                cause,
                null,
                report.log(),
                decisive == null || report.log() == null ? null : Integer.valueOf(decisive.number()),
                message(report, decisive),
                decisive == null ? List.of() : context(report.excerpt(), decisive),
                Remedies.of(cause, pkg == null ? null : pkg.ref()));
    }

    /** The first line that is a cause and not a consequence: a sign in a hit, else a sign anywhere, else any hit. */
    private static Excerpt.@Nullable Line decisive(List<Excerpt.Line> lines) {
        Optional<Excerpt.Line> signed = lines.stream()
                .filter(l -> l.hit() && sign(l.text()) != null && !followUp(l.text()))
                .findFirst();
        if (signed.isPresent()) {
            return signed.get();
        }
        Optional<Excerpt.Line> other =
                lines.stream().filter(l -> l.hit() && !followUp(l.text())).findFirst();
        if (other.isPresent()) {
            return other.get();
        }
        return lines.stream()
                .filter(l -> sign(l.text()) != null)
                .findFirst()
                .or(() -> lines.stream().filter(Excerpt.Line::hit).findFirst())
                .orElse(null);
    }

    private static boolean followUp(String text) {
        return FOLLOW_UP.matcher(text).matches();
    }

    private static @Nullable Cause sign(String text) {
        for (Sign sign : Sign.values()) {
            if (sign.pattern.matcher(text).find()) {
                return sign.cause;
            }
        }
        return null;
    }

    private static Cause cause(Evidence report, Excerpt.@Nullable Line decisive) {
        Cause stated = byHeader(report);
        if (stated != null) {
            return stated;
        }
        String phase = report.pkg() == null ? null : report.pkg().phase();
        Cause signed = decisive == null ? null : sign(decisive.text());
        if (signed == Cause.COMPILE && isConfigure(phase)) {
            return Cause.CONFIGURE;
        }
        return signed == null ? byPhase(phase) : signed;
    }

    private static @Nullable Cause byHeader(Evidence report) {
        String text = report.header() + '\n' + String.join("\n", report.details());
        if (text.contains("ChecksumError") || text.contains("checksum failed")) {
            return Cause.CHECKSUM;
        } else if (text.contains("No space left on device") || text.contains("[Errno 28]")) {
            return Cause.DISK_FULL;
        } else if (text.contains("FetchError") || text.contains("All fetchers failed")) {
            return Cause.FETCH;
        } else if (text.contains("KeyboardInterrupt") || text.startsWith("Keyboard interrupt")) {
            return Cause.INTERRUPTED;
        } else if (text.contains("LockTimeoutError") || text.contains("Timed out waiting for a")) {
            return Cause.LOCK;
        } else if (text.contains("exited with status -9:")) {
            return Cause.KILLED;
        } else if (isPatch(report, text)) {
            return Cause.PATCH;
        } else if (text.contains("PermissionError")) {
            return Cause.PERMISSION;
        }
        return report.testLog() != null || text.contains("TestFailure") ? Cause.TEST : null;
    }

    private static boolean isPatch(Evidence report, String text) {
        return text.contains("/patch' ")
                || text.contains("NoSuchPatchError")
                || report.before().stream().anyMatch(l -> l.startsWith("==> Patch ") && l.endsWith(" failed."));
    }

    private static boolean isConfigure(@Nullable String phase) {
        return "configure".equals(phase)
                || "cmake".equals(phase)
                || "meson".equals(phase)
                || "autoreconf".equals(phase);
    }

    private static Cause byPhase(@Nullable String phase) {
        if (isConfigure(phase)) {
            return Cause.CONFIGURE;
        }
        return "install".equals(phase) ? Cause.INSTALL : Cause.UNKNOWN;
    }

    private static String message(Evidence report, Excerpt.@Nullable Line decisive) {
        return decisive == null ? report.header() : decisive.text().strip();
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
    static Diagnosis concretization(String header, List<String> details) {
        List<String> excerpt = new ArrayList<>(details);
        return new Diagnosis(
                null,
                1,
                null,
                Cause.CONCRETIZATION,
                null,
                null,
                null,
                header,
                excerpt,
                Remedies.of(Cause.CONCRETIZATION, null));
    }

    /** Diagnoses that something outside has ended the build. */
    static Diagnosis stopped(Tracked pkg, Cause cause, String line) {
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
                Remedies.of(cause, pkg.ref()));
    }

    /** Diagnoses a failure of which the log says nothing but that it happened. */
    static Diagnosis unexplained(@Nullable PackageRef pkg, int attempt, @Nullable String phase, String message) {
        return new Diagnosis(
                pkg,
                attempt,
                phase,
                Cause.UNKNOWN,
                null,
                null,
                null,
                message,
                List.of(),
                Remedies.of(Cause.UNKNOWN, pkg));
    }
}
