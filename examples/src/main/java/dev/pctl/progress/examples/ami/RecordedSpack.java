package dev.pctl.progress.examples.ami;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** Stands in for Spack: {@code install SPEC} prints what was recorded when it was installed, at its pace. */
final class RecordedSpack {

    private static final Pattern STATED = Pattern.compile("(?:(\\d+)m )?(\\d+\\.\\d+)s");

    private RecordedSpack() {}

    public static void main(String[] args) throws IOException {
        List<String> command = List.of(args).subList(2, args.length);
        if (!command.isEmpty() && command.get(0).equals("install")) {
            RecordedBuilds builds = RecordedBuilds.of(List.of(args[0].split(File.pathSeparator)));
            System.exit(install(builds, Double.parseDouble(args[1]), command.get(command.size() - 1)));
        }
    }

    private static int install(RecordedBuilds builds, double speed, String spec) {
        RecordedBuilds.Build build = builds.find(spec);
        if (build == null) {
            System.out.println("==> Error: no build of " + spec + " is recorded");
            return 1;
        }
        long start = System.nanoTime();
        for (RecordedBuilds.Line line : build.lines()) {
            long due = start + (long) (line.at().toNanos() / speed);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            byte[] bytes = (scaled(line.text(), speed) + '\n').getBytes(StandardCharsets.UTF_8);
            System.out.write(bytes, 0, bytes.length);
            System.out.flush();
        }
        return build.status();
    }

    /** On a machine that is so many times faster the times that Spack itself states are shorter, too. */
    private static String scaled(String line, double speed) {
        if (!line.contains("Total: ")) {
            return line;
        }
        return STATED.matcher(line).replaceAll(time -> {
            double minutes = time.group(1) == null ? 0 : Double.parseDouble(time.group(1));
            return String.format(Locale.ROOT, "%.2fs", (60 * minutes + Double.parseDouble(time.group(2))) / speed);
        });
    }
}
