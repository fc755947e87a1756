package dev.pctl.progress.buildlog.internal.step;

import dev.pctl.progress.buildlog.internal.line.LogLine;
import dev.pctl.progress.buildlog.internal.track.PackageTracker;
import dev.pctl.progress.buildlog.internal.track.PackageTracker.Tracked;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Counts the steps of builds from their output. It uses the tool's own count if there is one (CMake, Ninja, Meson,
 * Cargo, Bazel, Cython). Otherwise it counts compiled files (Automake, make, libtool, Fortran, CUDA) and the packages,
 * extensions and stages of builds in Rust, Go, Python and R, each once even if its name is printed several times.
 *
 * <p>It runs for every line of output, so lines are matched by hand on their bytes.
 */
public final class StepCounter {

    /** Every line that compiles a file or runs Go contains at least one of these words. */
    public static final List<String> WORDS =
            List.of(" -c ", " -c\t", " '-c' ", " -dc ", "go build", "go install", "go' 'build'", "go' 'install'");

    /** The tags of steps in quiet makefiles. */
    private static final byte[][] TAGS = CommandTokens.bytes(
            "CC", "CXX", "CPP", "CPPAS", "CCAS", "AS", "ASM", "FC", "F77", "F90", "PPF77", "PPFC", "OBJC", "OBJCXX",
            "NVCC", "CUDA", "HIPCC", "HOSTCC", "HOSTCXX", "GCC", "VALAC", "RUSTC", "LEX", "YACC", "CCLD", "CXXLD",
            "FCLD", "F77LD", "OBJCLD", "LD", "LINK", "AR", "GEN");

    private static final byte[] CARGO = ascii("Compiling ");
    private static final byte[] CARGO_BAR = ascii("Building [");
    private static final byte[] PYTHON = ascii("building '");
    private static final byte[] R_STAGE = ascii("** ");
    private static final byte[] STAGE = ascii("Configuring stage ");
    private static final byte[] ENTERING = ascii("]: Entering directory ");
    private static final byte[] LEAVING = ascii("]: Leaving directory ");
    private static final byte[][] TARGETS =
            CommandTokens.bytes("Building", "Compiling", "Linking", "Generating", "Built", "Cythonizing", "Installing");

    private static final Pattern CARGO_COUNT = Pattern.compile("\\[[=> ]*] (\\d{1,7})/(\\d{1,7})(?::.*)?");
    private static final Pattern COUNT_AT_END = Pattern.compile("(\\S+) v\\S+ \\((\\d{1,7})/(\\d{1,7})\\)");
    private static final Pattern IMPORT_PATH = Pattern.compile("(?:[\\w.-]+\\.[a-z]{2,}/)?[a-z][\\w./~-]*");

    /** The most blanks that are skipped before a number or a tag. */
    private static final int MOST_BLANKS = 8;

    /** The most digits of a count, including commas, so that it never overflows. */
    private static final int MOST_DIGITS = 9;

    /** The most bytes of the path of a Go package. */
    private static final int LONGEST_PATH = 200;

    private static final int ASCII = 0x7f;

    /** Matches lines of one form, and counts or tracks what they show. */
    private interface StepMatcher {
        boolean matches(Tracked pkg, String phase, LogLine line);
    }

    private final PackageTracker tracker;
    private final StepMatcher[] matchers = new StepMatcher[ASCII + 1];
    private final StepMatcher compiled = this::countCompiled;
    private final StepMatcher goPackage = this::countGoPackage;
    private final Map<Tracked, StepTally> tallies = new LinkedHashMap<>();
    private final CompilerCommand compilation = new CompilerCommand();
    private @Nullable StepTally newest;
    private @Nullable Tracked newestPackage;
    private boolean anyGo;

    /** Creates a counter for the packages of one log. */
    public StepCounter(PackageTracker tracker) {
        this.tracker = tracker;
        Arrays.fill(matchers, (StepMatcher) (pkg, phase, line) -> false);
        Arrays.fill(matchers, 'A', 'Z' + 1, (StepMatcher) this::countTagged);
        matchers['C'] = this::trackStage;
        matchers['['] = this::countBracketed;
        matchers['('] = this::countTimestamped;
        matchers[' '] = this::countIndented;
        matchers['m'] = this::trackFolder;
        matchers['g'] = this::trackFolder;
        matchers['b'] = this::countPython;
        matchers['*'] = this::countRStage;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Counts a line of output if it is a step of the package in progress.
     *
     * @param hasWord whether the line contains one of the {@link #WORDS}
     */
    public void accept(LogLine line, boolean hasWord) {
        Tracked pkg = tracker.outputOwner();
        String phase = pkg == null ? null : pkg.phase();
        if (pkg == null || phase == null) {
            return;
        }
        if (matches(matchers[line.at(0) & ASCII], pkg, phase, line)) {
            return;
        }
        if (hasWord) {
            matches(compiled, pkg, phase, line);
        } else if (anyGo) {
            matches(goPackage, pkg, phase, line);
        }
    }

    /** The only call of all matchers, so that none of them is compiled into its callers. */
    private static boolean matches(StepMatcher matcher, Tracked pkg, String phase, LogLine line) {
        return matcher.matches(pkg, phase, line);
    }

    private StepTally tally(Tracked pkg, String phase) {
        StepTally known = newest;
        return known != null && pkg == newestPackage && known.isOf(phase, pkg.attempt()) ? known : find(pkg, phase);
    }

    private StepTally find(Tracked pkg, String phase) {
        StepTally tally = tallies.get(pkg);
        if (tally == null || !tally.isOf(phase, pkg.attempt())) {
            tallies.keySet().removeIf(p -> !p.active());
            tally = new StepTally(phase, pkg.attempt());
            tallies.put(pkg, tally);
        }
        newest = tally;
        newestPackage = pkg;
        return tally;
    }

    private void report(Tracked pkg, String phase, StepTally tally, @Nullable String item) {
        tracker.steps(pkg, phase, tally.done(), tally.total(), item);
    }

    // ---- counts that tools print

    /** Matches {@code [ 45%] …}, {@code [12/345] …} and {@code [1,234 / 5,678] …}. */
    private boolean countBracketed(Tracked pkg, String phase, LogLine line) {
        return countBracketed(pkg, phase, line, line.start());
    }

    private boolean countBracketed(Tracked pkg, String phase, LogLine line, int from) {
        byte[] bytes = line.bytes();
        int end = line.end();
        int at = afterBlanks(bytes, from + 1, end);
        int after = afterNumber(bytes, at, end);
        if (after == at || after == end) {
            return false;
        }
        long done = number(bytes, at, after);
        long total = 100;
        boolean percent = bytes[after] == '%';
        if (percent) {
            after++;
        } else {
            at = afterBlanks(bytes, after, end);
            if (at == end || bytes[at] != '/') {
                return false;
            }
            at = afterBlanks(bytes, at + 1, end);
            after = afterNumber(bytes, at, end);
            total = number(bytes, at, after);
        }
        if (after >= end || bytes[after] != ']' || done > total || total == 0) {
            return false;
        }
        StepTally tally = tally(pkg, phase);
        if (tally.addToolCount(done, total, percent)) {
            report(pkg, phase, tally, item(bytes, after + 1, end));
        }
        return true;
    }

    private static int afterBlanks(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && at < from + MOST_BLANKS && bytes[at] == ' ') {
            at++;
        }
        return at;
    }

    private static int afterNumber(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && at < from + MOST_DIGITS && (isDigit(bytes[at]) || (bytes[at] == ',' && at > from))) {
            at++;
        }
        return at;
    }

    private static boolean isUpper(byte b) {
        return b >= 'A' && b <= 'Z';
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static long number(byte[] bytes, int from, int end) {
        long number = 0;
        for (int i = from; i < end; i++) {
            if (isDigit(bytes[i])) {
                number = 10 * number + (bytes[i] - '0');
            }
        }
        return number;
    }

    /** Matches a count after a time of day, which Bazel prints optionally. */
    private boolean countTimestamped(Tracked pkg, String phase, LogLine line) {
        int bracket = line.start() + "(00:00:00) ".length();
        return isDigit(line.at(1))
                && line.at(3) == ':'
                && bracket < line.end()
                && line.bytes()[bracket] == '['
                && countBracketed(pkg, phase, line, bracket);
    }

    /** Returns the item that the tool processes: the last word of {@code Building … x}, or the source file, or null. */
    private static @Nullable String item(byte[] bytes, int from, int end) {
        int verb = afterBlanks(bytes, from, end);
        int verbEnd = verb;
        while (verbEnd < end && bytes[verbEnd] != ' ') {
            verbEnd++;
        }
        int wordEnd = CommandTokens.endBefore(bytes, from, end);
        if (verbEnd < wordEnd && CommandTokens.isOneOf(bytes, verb, verbEnd, TARGETS)) {
            return withoutObject(CommandTokens.name(bytes, CommandTokens.startOf(bytes, from, wordEnd), wordEnd));
        }
        while (wordEnd > from) {
            int start = CommandTokens.startOf(bytes, from, wordEnd);
            if (CommandTokens.isSource(bytes, start, wordEnd)) {
                return CommandTokens.name(bytes, start, wordEnd);
            }
            wordEnd = CommandTokens.endBefore(bytes, from, start);
        }
        return null;
    }

    /** Returns the source file of an object with that name in its own: {@code x.cpp} for {@code x.cpp.o}. */
    private static String withoutObject(String name) {
        return name.endsWith(".o") && name.indexOf('.') < name.length() - 2
                ? name.substring(0, name.length() - 2)
                : name;
    }

    // ---- quiet makefiles and cargo

    private boolean countIndented(Tracked pkg, String phase, LogLine line) {
        int at = afterBlanks(line.bytes(), line.start(), line.end());
        if (startsAt(line, at, CARGO)) {
            return countCargo(pkg, phase, text(line, at + CARGO.length));
        } else if (startsAt(line, at, CARGO_BAR)) {
            return countCargoBar(pkg, phase, text(line, at + CARGO_BAR.length - 1));
        }
        return at < line.end() && isUpper(line.bytes()[at]) && countTagged(pkg, phase, line, at);
    }

    private static boolean startsAt(LogLine line, int at, byte[] head) {
        return at + head.length <= line.end() && CommandTokens.is(line.bytes(), at, head);
    }

    private static String text(LogLine line, int from) {
        return new String(line.bytes(), from, line.end() - from, StandardCharsets.UTF_8);
    }

    /** Matches {@code   CC       util.lo}; without blanks in front, only with the name of an object or a source. */
    private boolean countTagged(Tracked pkg, String phase, LogLine line) {
        return countTagged(pkg, phase, line, line.start());
    }

    private boolean countTagged(Tracked pkg, String phase, LogLine line, int at) {
        byte[] bytes = line.bytes();
        int end = line.end();
        int tag = at;
        while (tag < end && (isUpper(bytes[tag]) || isDigit(bytes[tag]))) {
            tag++;
        }
        if (tag == end || (bytes[tag] != ' ' && bytes[tag] != '\t') || !CommandTokens.isOneOf(bytes, at, tag, TAGS)) {
            return false;
        }
        int last = CommandTokens.endBefore(bytes, tag, end);
        int name = CommandTokens.startOf(bytes, tag, last);
        boolean only = CommandTokens.endBefore(bytes, tag, name) == tag;
        boolean file = CommandTokens.isObject(bytes, name, last) || CommandTokens.isSource(bytes, name, last);
        if (name >= last || !only || (at - line.start() < 2 && !file)) {
            return false;
        }
        StepTally tally = tally(pkg, phase);
        if (tally.add(CommandTokens.hash(tally.place(), bytes, name, last))) {
            report(pkg, phase, tally, CommandTokens.name(bytes, name, last));
        }
        return true;
    }

    private boolean countCargo(Tracked pkg, String phase, String text) {
        Matcher counted = COUNT_AT_END.matcher(text);
        if (counted.matches()) {
            return addToolCount(pkg, phase, counted.group(2), counted.group(3), counted.group(1));
        }
        int blank = text.indexOf(' ');
        return blank > 0 && text.startsWith("v", blank + 1) && countNamed(pkg, phase, text.substring(0, blank));
    }

    private boolean countCargoBar(Tracked pkg, String phase, String bar) {
        Matcher counted = CARGO_COUNT.matcher(bar);
        return counted.matches() && addToolCount(pkg, phase, counted.group(1), counted.group(2), null);
    }

    private boolean addToolCount(Tracked pkg, String phase, String done, String total, @Nullable String item) {
        StepTally tally = tally(pkg, phase);
        long of = Long.parseLong(total);
        if (of > 0 && tally.addToolCount(Math.min(of, Long.parseLong(done)), of, false)) {
            report(pkg, phase, tally, item);
        }
        return true;
    }

    // ---- steps counted by name

    private boolean countNamed(Tracked pkg, String phase, String name) {
        StepTally tally = tally(pkg, phase);
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (tally.add(CommandTokens.hash(0, bytes, 0, bytes.length))) {
            report(pkg, phase, tally, name);
        }
        return true;
    }

    private boolean countRStage(Tracked pkg, String phase, LogLine line) {
        return startsAt(line, line.start(), R_STAGE)
                && countNamed(pkg, phase, line.text().substring(R_STAGE.length));
    }

    private boolean countPython(Tracked pkg, String phase, LogLine line) {
        if (!startsAt(line, line.start(), PYTHON)) {
            return false;
        }
        String text = line.text();
        int end = text.indexOf("' extension", PYTHON.length);
        return end > 0 && countNamed(pkg, phase, text.substring(PYTHON.length, end));
    }

    private boolean countCompiled(Tracked pkg, String phase, LogLine line) {
        boolean source = compilation.read(line);
        if (source) {
            StepTally tally = tally(pkg, phase);
            if (tally.add(compilation.object(tally.place()))) {
                report(pkg, phase, tally, compilation.source());
            }
        } else if (line.text().contains("go")) {
            tally(pkg, phase).buildsGo(line.text());
            anyGo |= tally(pkg, phase).isGo();
        }
        return source;
    }

    /** Counts the packages of {@code go build -v}, which prints the path of each on a line of its own. */
    private boolean countGoPackage(Tracked pkg, String phase, LogLine line) {
        StepTally tally = tallies.get(pkg);
        return tally != null
                && tally.isGo()
                && line.length() < LONGEST_PATH
                && IMPORT_PATH.matcher(line.text()).matches()
                && countNamed(pkg, phase, line.text());
    }

    // ---- directories and stages

    /** Tracks {@code make[2]: Entering directory '/path'}, since names of files repeat in other directories. */
    private boolean trackFolder(Tracked pkg, String phase, LogLine line) {
        byte[] bytes = line.bytes();
        int end = line.end();
        int bracket = line.start();
        while (bracket < end && bytes[bracket] >= 'a' && bytes[bracket] <= 'z') {
            bracket++;
        }
        int level = bracket + 1;
        int colon = afterNumber(bytes, Math.min(level, end), end);
        if (bracket == end || bytes[bracket] != '[' || colon == level) {
            return false;
        }
        boolean entering = startsAt(line, colon, ENTERING);
        if (!entering && !startsAt(line, colon, LEAVING)) {
            return false;
        }
        int path = colon + (entering ? ENTERING : LEAVING).length;
        long folder = CommandTokens.hash(0, bytes, Math.min(path, end - 1), end - 1);
        tally(pkg, phase).move((int) number(bytes, level, colon), entering, folder);
        return true;
    }

    /** Tracks the stages of GCC, which compiles itself up to three times in the same directories. */
    private boolean trackStage(Tracked pkg, String phase, LogLine line) {
        if (!startsAt(line, line.start(), STAGE)) {
            return countTagged(pkg, phase, line);
        }
        byte digit = line.at(STAGE.length);
        if (isDigit(digit)) {
            tally(pkg, phase).stage(digit - '0');
        }
        return true;
    }
}
