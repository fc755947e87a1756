package dev.pctl.progress.remedy;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.internal.check.Arguments;
import dev.pctl.progress.view.RunView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * <p>The lines of a template are alternatives: the first line whose placeholders all have a value is used; if there is
 * none, the template is left out. These placeholders have values:
 *
 * <ul>
 *   <li>of the failure: {@code {package}} (name@version), {@code {name}}, {@code {version}}, {@code {phase}}, {@code
 * {log}}, {@code {location}} (log:line), {@code {subject}}, and each of its {@linkplain Diagnosis#details details};
 *   <li>of the disk it concerns: {@code {disk}}, {@code {freeGb}}, {@code {usedGb}}, {@code {totalGb}}, {@code
 *       {suggestedGb}} (a size that should do), {@code {neededGb}} (what the package needed before);
 *   <li>of the machine: {@code {memoryGb}}, {@code {cores}}, {@code {jobs}} (how many should fit into memory);
 *   <li>of the run: {@code {run}} (its title) and each of its labels, such as {@code {template}}.
 * </ul>
 *
 * <p>The host's templates for the kind come first, then those for the cause, then the remedies of the failure rule,
 * then the defaults. Immutable.
 */
public final class Remedies {

    /**
     * The kind of failures whose reason the host itself reported: {@link
     * dev.pctl.progress.PackageProgress#finish(dev.pctl.progress.event.Outcome, String)}. There is no default remedy
     * for them.
     */
    public static final String REPORTED = "reported";

    private static final String KEPT = "Try again: installed packages are kept";

    /** Remedies by cause that name no tool; used where failure rules and host have none. */
    private static final Map<FailureCause, List<String>> STANDARD = Map.of(
            FailureCause.DISK_FULL,
            List.of("""
                    Use a larger volume: {suggestedGb} GB instead of {totalGb} GB
                    Use a larger volume""", """
                    Free space on {disk}: remove old build directories and caches
                    Free space: remove old build directories and caches""", """
                    Build on a disk with more than {neededGb} GB free
                    Build on another disk"""),
            FailureCause.MEMORY,
            List.of("""
                    Use fewer parallel jobs: {jobs} (for {cores} cores and {memoryGb} GB of memory)
                    Use fewer parallel jobs: {jobs}
                    Use fewer parallel jobs""", """
                    Use a machine with more than {memoryGb} GB of memory, or add swap
                    Use a machine with more memory, or add swap"""),
            FailureCause.KILLED,
            List.of(KEPT, """
                    If memory may have run out, use fewer parallel jobs: {jobs}
                    If memory may have run out, use fewer parallel jobs""", "Find out what ended it: dmesg, the batch system, the cloud console"),
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

    /** Kinds that say no more than their cause: remedies with figures are better than those of the rule. */
    private static final Set<String> GENERAL = Set.of("no-space", "out-of-memory");

    private static final Remedies ALONE = new Remedies(Map.of(), Map.of(), STANDARD, PackageRequirements.UNKNOWN);

    private final Map<String, List<String>> ofKinds;
    private final Map<FailureCause, List<String>> ofCauses;
    private final Map<FailureCause, List<String>> defaults;
    private final PackageRequirements requirements;

    private Remedies(
            Map<String, List<String>> ofKinds,
            Map<FailureCause, List<String>> ofCauses,
            Map<FailureCause, List<String>> defaults,
            PackageRequirements requirements) {
        this.ofKinds = Map.copyOf(ofKinds);
        this.ofCauses = Map.copyOf(ofCauses);
        this.defaults = Map.copyOf(defaults);
        this.requirements = requirements;
    }

    /** Returns the library's own remedies, which name no tool. */
    public static Remedies standard() {
        return ALONE;
    }

    /**
     * Returns these remedies with the host's own for a class of causes. They replace those of failure rules, too.
     *
     * @param templates what to do, most promising first
     */
    public Remedies with(FailureCause cause, String... templates) {
        Map<FailureCause, List<String>> more = new HashMap<>(ofCauses);
        more.put(Objects.requireNonNull(cause, "cause"), checked(templates));
        return new Remedies(ofKinds, more, defaults, requirements);
    }

    /**
     * Returns these remedies with the host's own for a kind of failure.
     *
     * @param kind such as {@code missing-header}; the id of the rule that finds it
     * @param templates what to do, most promising first
     */
    public Remedies with(String kind, String... templates) {
        Map<String, List<String>> more = new HashMap<>(ofKinds);
        more.put(Arguments.notBlank(kind, "kind"), checked(templates));
        return new Remedies(more, ofCauses, defaults, requirements);
    }

    /**
     * Returns these remedies with other defaults for a class of causes: they are used where neither the host nor a
     * failure rule has a better one.
     *
     * @param templates what to do, most promising first
     */
    public Remedies withDefault(FailureCause cause, String... templates) {
        Map<FailureCause, List<String>> changed = new HashMap<>(defaults);
        changed.put(Objects.requireNonNull(cause, "cause"), checked(templates));
        return new Remedies(ofKinds, ofCauses, changed, requirements);
    }

    /** Returns these remedies with what packages have needed before, for {@code {neededGb}}. */
    public Remedies knowing(PackageRequirements newRequirements) {
        return new Remedies(ofKinds, ofCauses, defaults, Objects.requireNonNull(newRequirements, "newRequirements"));
    }

    private static List<String> checked(String... templates) {
        List<String> list = Arguments.elements(templates, "templates");
        for (int i = 0; i < list.size(); i++) {
            String template = Arguments.notBlank(list.get(i), "templates[" + i + ']');
            if (template.lines().anyMatch(line -> line.lastIndexOf('{') > line.lastIndexOf('}'))) {
                throw new IllegalArgumentException("templates[" + i + "] has a placeholder without '}': " + template);
            }
        }
        return list;
    }

    /**
     * Returns the diagnosis with remedies in the host's words, and with figures of the run where there are any. Where
     * the log does not say why it failed and the machine's samples do (a full disk, memory used up), that is the
     * probable cause.
     *
     * @param view what is known of the run in which it failed
     */
    public Diagnosis applyTo(Diagnosis diagnosis, RunView view) {
        Objects.requireNonNull(diagnosis, "diagnosis");
        Objects.requireNonNull(view, "view");
        Diagnosis failure =
                REPORTED.equals(diagnosis.kind()) ? diagnosis : MachineFailureEvidence.weigh(diagnosis, view);
        TemplateValues placeholders = TemplateValues.of(failure, view, requirements);
        String space = "no-space".equals(failure.kind()) ? placeholders.fill(NO_SPACE) : null;
        return failure.saying(space == null ? failure.summary() : space, remedies(failure, placeholders));
    }

    private List<String> remedies(Diagnosis failure, TemplateValues placeholders) {
        String kind = failure.kind();
        List<String> ofKind = kind == null ? List.of() : filled(placeholders, ofKinds.getOrDefault(kind, List.of()));
        if (!ofKind.isEmpty()) {
            return ofKind;
        }
        List<String> ofCause = filled(placeholders, ofCauses.getOrDefault(failure.cause(), List.of()));
        if (!ofCause.isEmpty() || REPORTED.equals(kind)) {
            return ofCause;
        }
        boolean general = kind == null || GENERAL.contains(kind);
        List<String> standard = filled(placeholders, defaults.getOrDefault(failure.cause(), List.of()));
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
