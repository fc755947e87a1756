package dev.pctl.progress.buildlog.internal.failure;

import dev.pctl.progress.buildlog.internal.failure.Diagnoser.Place;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.PackageRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills the templates of rules, which are their sentences and remedies, with the facts of a failure. */
final class DiagnosisWording {

    /** The most characters of a word or line that are shown. Specs and command lines may have thousands. */
    private static final int LONGEST_WORDS = 200;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    /** Matches a command that a message advises. */
    private static final LinearPattern ADVISED = LinearPattern.of(
            "\\b(?i:try|run|use|using|consider|with|execute)(?: running)?:? [`'\"](?<subject>[a-z][\\w-]+ [^`'\"]+)[`'\"]");

    private static final LinearPattern FRAME = LinearPattern.of("^[-=*#_ ]{3,}$");
    private static final Pattern SPEC_REST = Pattern.compile("([\\w-])[@%+~ ^=].*");
    private static final Pattern LOG_FOLDER = Pattern.compile("(/.+)/[^/]+");

    /** The placeholder for the phase that failed. */
    private static final String PHASE = "phase";

    /** The rule whose fixes apply when a build downloads something itself. */
    private static final String IN_BUILD = "network-while-building";

    private final Supplier<RuleSet> rules;

    DiagnosisWording(Supplier<RuleSet> rules) {
        this.rules = rules;
    }

    /** Returns the known values by placeholder. */
    static Map<String, String> words(Place place, @Nullable RuleMatch finding) {
        Map<String, String> words = new HashMap<>();
        PackageRef pkg = place.pkg();
        if (pkg != null) {
            words.put("package", pkg.spec());
            words.put("name", pkg.name());
        }
        String phase = place.phase();
        if (phase != null) {
            words.put(PHASE, phase);
        }
        String log = place.log();
        if (log != null) {
            words.put("log", log);
            Matcher folder = LOG_FOLDER.matcher(log);
            if (folder.matches()) {
                words.put("path", folder.group(1));
            }
        }
        if (finding != null) {
            words.putAll(finding.groups());
            String subject = finding.subject();
            if (subject != null) {
                words.put("subjectName", SPEC_REST.matcher(subject).replaceFirst("$1"));
            }
        }
        return words;
    }

    /** Returns the remedies of the rule, or those of the cause if the rule has none that can be filled. */
    List<String> remedies(FailureCause cause, @Nullable RuleMatch finding, Map<String, String> words) {
        List<String> own = finding == null ? List.of() : finding.rule().fixes();
        boolean inBuild =
                finding != null && cause == FailureCause.FETCH && words.containsKey(PHASE) && isDownload(finding);
        List<String> fixes = filled(inBuild ? rules.get().fixes(IN_BUILD) : own, words);
        return fixes.isEmpty() ? filled(rules.get().remedies(cause), words) : fixes;
    }

    private static boolean isDownload(RuleMatch finding) {
        String id = finding.rule().id();
        return !id.equals("certificate") && !id.equals("proxy") && !id.equals(IN_BUILD);
    }

    /** Returns the remedies, preceded by the command that the message advises. */
    static List<String> advisedFirst(List<String> message, List<String> remedies) {
        List<String> all = new ArrayList<>();
        for (String line : message) {
            Map<String, String> found = ADVISED.find(new LinearPattern.Subject(line));
            String command = found == null ? null : found.get("subject");
            if (command != null && all.isEmpty()) {
                all.add("Do what the message advises: " + shortened(command));
            }
        }
        all.addAll(remedies);
        return all;
    }

    /** Returns the first template whose placeholders are all known, filled in, or null. */
    static @Nullable String firstFilled(List<String> templates, Map<String, String> words) {
        return filled(templates, words).stream().findFirst().orElse(null);
    }

    private static List<String> filled(List<String> templates, Map<String, String> words) {
        return templates.stream()
                .map(t -> fill(t, words))
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable String fill(String template, Map<String, String> words) {
        StringBuilder text = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(template);
        while (placeholder.find()) {
            String word = words.get(placeholder.group(1));
            if (word == null) {
                return null;
            }
            placeholder.appendReplacement(text, Matcher.quoteReplacement(shortened(word)));
        }
        return placeholder.appendTail(text).toString();
    }

    /** Returns the first paragraph below the line, joined to one line, without the rules that frame it. */
    static String paragraphBelow(String line, List<String> lines) {
        StringBuilder paragraph = new StringBuilder();
        boolean below = false;
        for (String text : lines) {
            String stripped = text.strip();
            if (!below) {
                below = stripped.equals(line);
            } else if (!stripped.isEmpty() && !FRAME.isIn(stripped)) {
                paragraph.append(paragraph.isEmpty() ? "" : " ").append(stripped);
            } else if (!paragraph.isEmpty()) {
                break;
            }
        }
        return paragraph.toString();
    }

    /** Returns the best line, preceded by the header if that is a heading above reasons. */
    static String message(String header, List<String> details, String best) {
        String reason = details.stream()
                .map(String::strip)
                .filter(d -> !d.isEmpty())
                .findFirst()
                .orElse("");
        if (!header.stripTrailing().endsWith(":") || reason.isEmpty()) {
            return best.equals(header) ? shortened(header) : shortened(best);
        }
        String shown = best.equals(header) ? reason : best;
        return header.length() <= LONGEST_WORDS ? header + ' ' + shortened(shown) : shortened(shown);
    }

    static String shortened(String word) {
        return word.length() <= LONGEST_WORDS ? word : word.substring(0, LONGEST_WORDS - 1) + '…';
    }
}
