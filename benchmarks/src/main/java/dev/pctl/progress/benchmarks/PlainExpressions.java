package dev.pctl.progress.benchmarks;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The straightforward form of the parser, for comparison: a list of regular expressions, tried on each line until one
 * matches.
 */
final class PlainExpressions {

    private static final String TIME = "(?:\\[[\\d:.-]{19,26}(?:, \\d+)?\\] )?(?:\\d+: )?";
    private static final String HASH = "[a-z2-7]{32}";

    private static final List<Pattern> ALL = List.of(
            Pattern.compile("PCTL_PKG_START:(\\S+):(\\d+)/(\\d+)"),
            Pattern.compile("PCTL_PKG_END:(\\S+):(success|failed)"),
            Pattern.compile("PCTL_PROGRESS: (.*?)(?: ?\\((?:[^()]*, )?(\\d{1,3})%\\))?"),
            Pattern.compile("USED:([\\d.]+)([KMGTP]?)i?B? TOTAL:([\\d.]+)([KMGTP]?)i?B?(?: PCT:(\\d{1,3})%)?"),
            Pattern.compile("( - {2}|\\[[-+e^b]\\]) {1,3}([a-z2-7]{7,32}) {2}(\\s*)(\\^?)([a-z0-9_.-]+)@(\\S+).*"),
            Pattern.compile("\\[([ +xe|/\\\\-])\\] ([a-z2-7]{7}) (\\S+)@(\\S+)(?: (\\S.*?))??(?: \\((\\w+)\\))?\\s*"),
            Pattern.compile("([a-z2-7]{7}) (\\S+)@(\\S+): ([a-z][\\w -]*)"),
            Pattern.compile("Progress: (\\d+)/(\\d+)(?:\\s.*)?"),
            Pattern.compile("-- lines (\\d+) to (\\d+) --"),
            Pattern.compile("==> " + TIME + "Installing (\\S+-" + HASH + ")(?: \\[(\\d+)/(\\d+)\\])?"),
            Pattern.compile("==> " + TIME + "No binary for (\\S+) found: installing from source"),
            Pattern.compile("==> " + TIME + "Extracting (\\S+) from binary cache"),
            Pattern.compile("==> " + TIME + "(?:(\\S+): )?Executing phase ?: '([^']+)'"),
            Pattern.compile("==> " + TIME + "(?:Fetching|Using cached archive:) (\\S+)"),
            Pattern.compile("==> " + TIME + "(?:No patches needed for|Ran patch\\(\\) for|Applied patch) (\\S+)"),
            Pattern.compile("==> " + TIME + "(?:(\\S+): )?Successfully installed (\\S+)"),
            Pattern.compile("==> " + TIME + "Error: (.*)"),
            Pattern.compile("==> " + TIME + "Warning: Skipping build of (\\S+) since (\\S+) failed"),
            Pattern.compile("\\[\\+\\] (\\S.*?) \\(external (\\S+-" + HASH + ")\\)"),
            Pattern.compile("\\[\\+\\] (/\\S.*)"),
            Pattern.compile("(?:  >> |     )(\\d{1,9})([ \t]+|$)(.*)"),
            Pattern.compile("(\\d+) (errors?|warnings?) found in (?:build|test) log:"),
            Pattern.compile("See (build|test) log for details:"),
            Pattern.compile("  .*Total: (?:(\\d+)h ?)?(?:(\\d+)m ?)?(?:([\\d.]+)s)?\\.?"),
            Pattern.compile("slurmstepd: error: \\*\\*\\* .* CANCELLED AT \\S+(?: DUE TO (.*?))? \\*\\*\\*.*"),
            Pattern.compile("\\[ {0,2}(\\d{1,3})%] (.*)"),
            Pattern.compile("\\[ {0,6}([\\d,]+) ?/ ?([\\d,]+)] ?(.*)"),
            Pattern.compile(" {2}(?:CC|CXX|FC|F77|NVCC|CCLD|CXXLD|LD|AR|GEN) {1,12}(\\S+)"),
            Pattern.compile("\\s+Compiling (\\S+) v\\S+.*"),
            Pattern.compile("building '(\\S+)' extension"),
            Pattern.compile(".* '?-c'? .*?([\\w.+/-]+\\.(?:c|cc|cpp|cxx|C|f|F|f90|F90|cu|s|S))(?=$|[\\s'\";]).*"));

    private PlainExpressions() {}

    /** Returns the index of the first expression that matches; -1 for plain output. */
    static int first(String line) {
        for (int i = 0; i < ALL.size(); i++) {
            if (ALL.get(i).matcher(line).matches()) {
                return i;
            }
        }
        return -1;
    }
}
