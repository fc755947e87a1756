package dev.pctl.progress.buildlog.internal.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.PackageRef;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** The newest lines are those that were added last, wherever their bytes stood and whatever became of these since. */
class RecentLinesTest {

    private static final int CAPACITY = 150;
    private static final int LONGEST = 500;
    private static final PackageRef ZLIB = PackageRef.of("zlib", "1.3");
    private static final PackageRef HWLOC = PackageRef.of("hwloc", "2.9");

    /** A line as it has to be kept. */
    private record Kept(long number, @Nullable PackageRef pkg, String prefix, String text, Instant readAt) {}

    private final RecentLines tail = new RecentLines(CAPACITY, LONGEST);
    private final List<Kept> all = new ArrayList<>();
    private long number;
    private @Nullable PackageRef pkg;

    /** How likely it is that a line is unlike the one before decides whether long runs, or none, come to be. */
    @Property(tries = 300)
    void theNewestLinesAreKeptAsTheyCame(@ForAll Random random) {
        int oneIn = 2 + random.nextInt(200);
        for (int reads = random.nextInt(12); reads >= 0; reads--) {
            read(random, oneIn, Instant.ofEpochSecond(reads / 2));
        }

        List<Kept> newest = all.subList(Math.max(0, all.size() - CAPACITY), all.size());
        assertThat(given(CAPACITY)).isEqualTo(newest);
        assertThat(given(3)).isEqualTo(newest.subList(Math.max(0, newest.size() - 3), newest.size()));
        assertThat(tail.textsSince(number - 7, 9))
                .isEqualTo(newest.stream()
                        .skip(Math.max(0, newest.size() - 9))
                        .filter(k -> k.number() > number - 7)
                        .map(Kept::text)
                        .toList());
        List<NumberedLine> ofZlib = newest.stream()
                .filter(k -> Objects.equals(k.pkg(), ZLIB))
                .map(k -> new NumberedLine(k.number(), k.text()))
                .toList();
        assertThat(tail.newestOf(ZLIB, 20)).isEqualTo(ofZlib.subList(Math.max(0, ofZlib.size() - 20), ofZlib.size()));
    }

    /** Lines of one read, behind which its bytes are used for something else. */
    private void read(Random random, int oneIn, Instant at) {
        int count = random.nextInt(300);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = random.nextInt(oneIn) == 0 ? random.nextInt(LONGEST + 50) : random.nextInt(20);
            lines.add("x".repeat(length) + i);
        }
        String ending = random.nextBoolean() ? "\n" : "\r\n";
        byte[] bytes = (String.join(ending, lines) + ending).getBytes(StandardCharsets.US_ASCII);
        int from = 0;
        int inFront = random.nextInt(3);
        for (String line : lines) {
            number++;
            if (random.nextInt(oneIn) == 0) {
                pkg = random.nextBoolean() ? ZLIB : random.nextBoolean() ? HWLOC : null;
            }
            if (random.nextInt(oneIn) != 0) {
                int prefix = Math.min(line.length(), random.nextInt(oneIn) == 0 ? random.nextInt(9) : inFront);
                add(bytes, from, line, prefix, random.nextInt(oneIn) != 0, at);
            }
            from += line.length() + ending.length();
        }
        tail.settle();
        Arrays.fill(bytes, (byte) '?');
    }

    private void add(byte[] bytes, int from, String text, int prefix, boolean lasting, Instant at) {
        byte[] where = lasting ? bytes : text.getBytes(StandardCharsets.US_ASCII);
        LogLine line = new LogLine();
        line.set(where, lasting ? from : 0, text.length(), true, lasting);
        line.startAt(line.from() + prefix);
        tail.add(line, number, pkg, at);
        if (!lasting) {
            Arrays.fill(where, (byte) '!');
        }
        String kept = text.substring(0, Math.min(text.length(), LONGEST));
        int start = Math.min(prefix, kept.length());
        all.add(new Kept(number, pkg, kept.substring(0, start), kept.substring(start), at));
    }

    private List<Kept> given(int count) {
        List<Kept> given = new ArrayList<>();
        tail.give(count, (of, ref, prefix, text, readAt) -> given.add(new Kept(of, ref, prefix, text, readAt)));
        return given;
    }
}
