package dev.pctl.progress.spack;

import dev.pctl.progress.spack.Tracker.Tracked;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a build does, from its own output: the tool's count where it states one (CMake, Ninja, Meson, Cargo,
 * Bazel), else the files compiled (Automake, make, libtool, Fortran, CUDA, Python and R extensions), each once however
 * often its name is printed. A count never runs back within a phase: a tool that begins anew goes on from where the one
 * before it was.
 */
final class StepCounter {

    private static final Pattern PERCENT = Pattern.compile("\\[ {0,2}(\\d{1,3})%] (.*)");
    private static final Pattern OF =
            Pattern.compile("\\[ {0,6}(\\d{1,7}(?:,\\d{3})*) ?/ ?(\\d{1,7}(?:,\\d{3})*)] ?(.*)");
    private static final Pattern QUIET = Pattern.compile(
            " {2}(?:CC|CXX|CPPAS|AS|FC|F77|PPF77|PPFC|OBJC|NVCC|HOSTCC|CPP|GCC|CCLD|CXXLD|FCLD|F77LD|LD|AR|GEN) {1,12}(\\S+)");
    private static final Pattern SOURCE = Pattern.compile(
            "(?:^|[\\s'\"/=`])([\\w.+-]+\\.(?:c|cc|cpp|cxx|c\\+\\+|C|f|F|f77|f90|F90|f95|F95|f03|f08|for"
                    + "|cu|s|S|asm|m|mm))(?=$|[\\s'\";])");
    private static final Pattern OBJECT = Pattern.compile("\\s-o\\s*'?(\\S+?)'?(?:\\s|$)");
    private static final Pattern CARGO = Pattern.compile("\\s+Compiling (\\S+) v\\S+.*");
    private static final Pattern PYTHON = Pattern.compile("building '(\\S+)' extension");
    private static final Pattern TARGET =
            Pattern.compile("(?:Building|Compiling|Linking|Generating|Built target)\\b.* (\\S+)");
    private static final int MOST_OBJECTS = 50_000;
    private static final int LONGEST_LINE = 64_000;

    /** How far a package is in its phase. */
    private static final class Count {
        private final String phase;
        private long before;
        private long done;
        private long total;
        private long toolDone;
        private long toolTotal;
        private boolean stated;
        private final Map<String, Boolean> objects = new LinkedHashMap<>();

        Count(String phase) {
            this.phase = phase;
        }
    }

    private final Tracker tracker;
    private final Map<Tracked, Count> counts = new LinkedHashMap<>();

    StepCounter(Tracker tracker) {
        this.tracker = tracker;
    }

    /** Looks whether a line of a build's output is a step of the package that is worked on. */
    void accept(String line) {
        Tracked pkg = tracker.speaking();
        if (pkg == null || line.length() < 6 || line.length() > LONGEST_LINE) {
            return;
        }
        String phase = pkg.phase();
        if (phase == null) {
            return;
        }
        char first = line.charAt(0);
        if (first == '[') {
            stated(pkg, phase, line);
        } else if (first == ' ' && line.charAt(1) == ' ' && quiet(pkg, phase, line)) {
            return;
        } else if (line.contains(" -c ") || line.contains(" -c\t") || line.contains(" '-c' ")) {
            compiled(pkg, phase, line);
        } else if (first == 'b') {
            Matcher python = PYTHON.matcher(line);
            if (python.matches()) {
                one(pkg, phase, python.group(1), python.group(1));
            }
        }
    }

    private void stated(Tracked pkg, String phase, String line) {
        Matcher percent = PERCENT.matcher(line);
        if (percent.matches()) {
            of(pkg, phase, Math.min(100, Long.parseLong(percent.group(1))), 100, item(percent.group(2)));
            return;
        }
        Matcher of = OF.matcher(line);
        if (of.matches()) {
            long done = number(of.group(1));
            long total = number(of.group(2));
            if (done <= total && total > 0) {
                of(pkg, phase, done, total, item(of.group(3)));
            }
        }
    }

    private static long number(String digits) {
        return Long.parseLong(digits.replace(",", ""));
    }

    private static @Nullable String item(String text) {
        Matcher target = TARGET.matcher(text);
        String last = target.matches() ? target.group(1) : null;
        if (last == null) {
            Matcher source = SOURCE.matcher(text);
            return source.find() ? source.group(1) : null;
        }
        String name = last.substring(last.lastIndexOf('/') + 1);
        return name.endsWith(".o") && name.indexOf('.') < name.length() - 2
                ? name.substring(0, name.length() - 2)
                : name;
    }

    private boolean quiet(Tracked pkg, String phase, String line) {
        Matcher quiet = QUIET.matcher(line);
        if (quiet.matches()) {
            one(pkg, phase, quiet.group(1), quiet.group(1));
            return true;
        }
        Matcher cargo = CARGO.matcher(line);
        if (cargo.matches()) {
            one(pkg, phase, cargo.group(1), cargo.group(1));
            return true;
        }
        return false;
    }

    private void compiled(Tracked pkg, String phase, String line) {
        String last = null;
        Matcher source = SOURCE.matcher(line);
        while (source.find()) {
            last = source.group(1);
        }
        if (last != null) {
            Matcher object = OBJECT.matcher(line);
            one(pkg, phase, object.find() ? object(object.group(1)) : last, last);
        }
    }

    /** Libtool makes each object twice and announces it once: {@code x.lo}, {@code .libs/x.o}, {@code x.o}. */
    private static String object(String path) {
        String plain = path.replace(".libs/", "");
        int dot = plain.lastIndexOf('.');
        return dot > plain.lastIndexOf('/') ? plain.substring(0, dot) : plain;
    }

    // ---- counting

    private Count count(Tracked pkg, String phase) {
        Count count = counts.get(pkg);
        if (count == null || !count.phase.equals(phase)) {
            counts.keySet().removeIf(p -> !p.active());
            count = new Count(phase);
            counts.put(pkg, count);
        }
        return count;
    }

    /** The tool states its own count, which counts more than ours. */
    private void of(Tracked pkg, String phase, long done, long total, @Nullable String item) {
        Count count = count(pkg, phase);
        if (!count.stated) {
            count.stated = true;
            count.done = 0;
        } else if (total != count.toolTotal && done < count.toolDone) {
            count.before += count.toolDone;
        }
        count.toolDone = total == count.toolTotal ? Math.max(done, count.toolDone) : done;
        count.toolTotal = total;
        long now = count.before + count.toolDone;
        if (now > count.done || count.total != count.before + total) {
            count.done = Math.max(count.done, now);
            count.total = count.before + total;
            tracker.steps(pkg, phase, count.done, count.total, item);
        }
    }

    private void one(Tracked pkg, String phase, String object, String item) {
        Count count = count(pkg, phase);
        if (!count.stated
                && count.objects.size() < MOST_OBJECTS
                && count.objects.putIfAbsent(object, Boolean.TRUE) == null) {
            count.done++;
            tracker.steps(pkg, phase, count.done, null, item.substring(item.lastIndexOf('/') + 1));
        }
    }
}
