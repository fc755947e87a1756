package dev.pctl.progress.buildlog.internal.failure;

import java.util.List;

/** Finds a complaint that no rule matches, just above the line that reports the failure of the tool. */
final class ComplaintFinder {

    /** The number of lines above the report of a failure that are searched. */
    private static final int REACH = 4;

    private static final LinearPattern COMPLAINT =
            LinearPattern.of("(?i)\\b(?:error|errors|fail|fails|failed|failure|cannot|can't|could ?n[o']t|could not"
                    + "|unable|invalid|illegal|missing|not found|not valid|not supported|unsupported|unknown|unexpected"
                    + "|denied|refused|abort|aborted|aborting|terminated|abruptly|exceeded|already running|must be"
                    + "|too (?:old|new|long|many|large|small)|does not|do not|did not|is not|are not)\\b");

    /** Matches commands, and reports of the tool that runs them, which are not complaints. */
    private static final LinearPattern NO_COMPLAINT = LinearPattern.of(
            "^\\s*(?:==> |(?:\\S*/)?g?make(?:\\[\\d+\\])?: |ninja: |\\[ *\\d+(?:%|/\\d+)\\] |Makefile:\\d+: "
                    + "|(?:\\S*/)?(?:ar|ranlib|cp|mv|ln|rm|cd|echo|install|mkdir|chmod|sed|test|if|for) "
                    + "|(?:\\S*/)?[\\w.+-]+ (?:.* )?-{1,2}[A-Za-z])|\\berror[s]? \\d+(?: \\(ignored\\))?$"
                    + "|Command exited with status|recipe for target|compilation terminated|subprocess-exited-with-error");

    /** Matches a message that begins with the name of the program, as the last words of a failing one often do. */
    private static final LinearPattern MESSAGE = LinearPattern.of("^(?:\\S*/)?[A-Za-z][\\w.+-]*: \\S+ .*[a-z]");

    private ComplaintFinder() {}

    /** Returns the index of the last complaint or of a program's message in the last line, or -1 if there is none. */
    static int find(List<String> lines) {
        int least = Math.max(0, lines.size() - REACH);
        for (int i = lines.size() - 1; i >= least; i--) {
            String line = lines.get(i);
            if (COMPLAINT.isIn(line) && !NO_COMPLAINT.isIn(line)) {
                return i;
            }
        }
        int last = lines.size() - 1;
        return last >= 0 && MESSAGE.isIn(lines.get(last)) && !NO_COMPLAINT.isIn(lines.get(last)) ? last : -1;
    }
}
