package dev.pctl.progress.remedy;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.view.RunView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What to do about failures, in the host's words and with figures from the run.
 *
 * <pre>{@code
 * Remedies.standard()
 *         .with(FailureCause.DISK_FULL, "pctl ami build -t {template} --volume-size {suggestedGb}")
 *         .with("missing-header", "Add the package that provides {subject} to the template")
 * }</pre>
 *
 * <p>A template of several lines gives alternatives: the first of which everything is known is taken; if there is none,
 * the template is left out. It may hold these placeholders:
 *
 * <ul>
 *   <li>of the failure: {@code {package}} (name@version), {@code {name}}, {@code {version}}, {@code {phase}}, {@code
 *       {log}}, {@code {location}} (log:line), {@code {subject}}, and each of its {@linkplain Diagnosis#details details};
 *   <li>of the disk it concerns: {@code {disk}}, {@code {freeGb}}, {@code {usedGb}}, {@code {totalGb}}, {@code
 *       {suggestedGb}} (a size that should do), {@code {neededGb}} (what the package needed before);
 *   <li>of the machine: {@code {memoryGb}}, {@code {cores}}, {@code {jobs}} (how many should fit into memory);
 *   <li>of the run: {@code {run}} (its title) and each of its labels, such as {@code {template}}.
 * </ul>
 *
 * <p>The host's templates for the kind come first, else those for the cause, else what comes with the library.
 * Immutable.
 */
public final class Remedies {

    private static final String KEPT = "Try again: what is installed is kept";

    /** What the library itself can say once it knows the machine. */
    private static final Map<FailureCause, List<String>> STANDARD = Map.of(
            FailureCause.DISK_FULL,
            List.of("""
                    Use a larger volume: {suggestedGb} GB instead of {totalGb} GB
                    Use a larger volume""", """
                    Free space on {disk}: spack clean --all, and remove old build stages
                    Free space: spack clean --all, and remove old build stages""", """
                    Build on a disk with more than {neededGb} GB free: spack config add config:build_stage:DIR
                    Build on another disk: spack config add config:build_stage:DIR"""),
            FailureCause.MEMORY,
            List.of("""
                    Use fewer parallel jobs: spack install -j {jobs} (for {cores} cores and {memoryGb} GB of memory)
                    Use fewer parallel jobs: spack install -j {jobs}
                    Use fewer parallel jobs: spack install -j N""", """
                    Use a machine with more than {memoryGb} GB of memory, or add swap
                    Use a machine with more memory, or add swap"""),
            FailureCause.KILLED,
            List.of(KEPT, """
                    If memory may have run out, use fewer parallel jobs: spack install -j {jobs}
                    If memory may have run out, use fewer parallel jobs: spack install -j N""", "Look for who ended it: dmesg, the batch system, the cloud console"),
            FailureCause.TIMEOUT,
            List.of(KEPT, "Raise the time limit"),
            FailureCause.INTERRUPTED,
            List.of(KEPT),
            FailureCause.UNKNOWN,
            List.of("""
                    Look at the end of the log: {log}
                    Look at the last lines of the log"""));

    private static final String NO_SPACE = """
            No space is left on {disk}: {freeGb} of {totalGb} GB free, and {name} needed {neededGb} GB before
            No space is left on {disk}: {freeGb} of {totalGb} GB free""";

    /** Kinds of which the class of cause says all: figures are better than what the rule says. */
    private static final Set<String> GENERAL = Set.of("no-space", "out-of-memory");

    private static final Remedies NONE = new Remedies(Map.of(), PackageRequirements.UNKNOWN);

    private final Map<String, List<String>> own;
    private final PackageRequirements needs;

    private Remedies(Map<String, List<String>> own, PackageRequirements needs) {
        this.own = Map.copyOf(own);
        this.needs = needs;
    }

    /** What comes with the library. */
    public static Remedies standard() {
        return NONE;
    }

    /**
     * These, and the host's own for a class of causes.
     *
     * @param templates what to do, most promising first
     */
    public Remedies with(FailureCause cause, String... templates) {
        return with(key(cause), List.of(templates));
    }

    /**
     * These, and the host's own for a kind of failure.
     *
     * @param kind such as {@code missing-header}; the id of the rule that finds it
     * @param templates what to do, most promising first
     */
    public Remedies with(String kind, String... templates) {
        return with(kind, List.of(templates));
    }

    private Remedies with(String key, List<String> templates) {
        Map<String, List<String>> more = new HashMap<>(own);
        more.put(key, templates);
        return new Remedies(more, needs);
    }

    /** These, knowing what packages have needed before. */
    public Remedies knowing(PackageRequirements remembered) {
        return new Remedies(own, remembered);
    }

    /** Kinds are lower case; causes are kept apart from them by being upper case. */
    private static String key(FailureCause cause) {
        return cause.name().toUpperCase(Locale.ROOT);
    }

    /**
     * The diagnosis with what to do in the host's words, and with figures of the run where there are any. Where the log
     * does not tell the reason and the machine's samples do (a full disk, memory used up), it is told as the probable one.
     *
     * @param view what is known of the run in which it failed
     */
    public Diagnosis applyTo(Diagnosis told, RunView view) {
        Diagnosis failure = MachineFailureEvidence.weigh(told, view);
        TemplateValues placeholders = TemplateValues.of(failure, view, needs);
        String space = "no-space".equals(failure.kind()) ? placeholders.fill(NO_SPACE) : null;
        return failure.saying(space == null ? failure.summary() : space, remedies(failure, placeholders));
    }

    private List<String> remedies(Diagnosis failure, TemplateValues placeholders) {
        String kind = failure.kind();
        List<String> ofKind = kind == null ? List.of() : filled(placeholders, own.getOrDefault(kind, List.of()));
        if (!ofKind.isEmpty()) {
            return ofKind;
        }
        List<String> ofCause = filled(placeholders, own.getOrDefault(key(failure.cause()), List.of()));
        if (!ofCause.isEmpty()) {
            return ofCause;
        }
        boolean general = kind == null || GENERAL.contains(kind);
        List<String> standard = filled(placeholders, STANDARD.getOrDefault(failure.cause(), List.of()));
        return failure.remedies().isEmpty() || (general && placeholders.ofMachine() && !standard.isEmpty())
                ? standard
                : failure.remedies();
    }

    private static List<String> filled(TemplateValues placeholders, List<String> templates) {
        List<String> filled = new ArrayList<>();
        for (String template : templates) {
            String text = placeholders.fill(template);
            if (text != null) {
                filled.add(text);
            }
        }
        return filled;
    }
}
