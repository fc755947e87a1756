package dev.pctl.progress.buildlog.internal.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.PackageRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecentLinesTest {

    private static final int CAPACITY = 150;
    private static final PackageRef ZLIB = PackageRef.of("zlib", "1.3");
    private static final PackageRef HWLOC = PackageRef.of("hwloc", "2.9");

    private record Kept(long number, @Nullable PackageRef pkg, String text) {}

    private final RecentLines recent = new RecentLines(CAPACITY);
    private final List<Kept> all = new ArrayList<>();
    private final List<LogFact.Output> blocks = new ArrayList<>();
    private long number;

    @Property(tries = 200)
    void keepsNewestLinesWhateverBecomesOfTheirBytes(@ForAll Random random) {
        addLines(random);

        List<Kept> newest = all.subList(Math.max(0, all.size() - CAPACITY), all.size());
        assertThat(recent.textsSince(number - 7, 9))
                .isEqualTo(newest.stream()
                        .skip(Math.max(0, newest.size() - 9))
                        .filter(k -> k.number() > number - 7)
                        .map(Kept::text)
                        .toList());
        List<NumberedLine> ofZlib = newest.stream()
                .filter(k -> Objects.equals(k.pkg(), ZLIB))
                .map(k -> new NumberedLine(k.number(), k.text()))
                .toList();
        int most = Math.min(20, ofZlib.size());
        assertThat(recent.newestOf(ZLIB, most)).isEqualTo(ofZlib.subList(ofZlib.size() - most, ofZlib.size()));
    }

    @Property(tries = 100)
    void blocksHoldAllLinesInOrder(@ForAll Random random) {
        addLines(random);
        if (recent.isOpen()) {
            blocks.add(recent.closeBlock());
        }
        List<Kept> lines = new ArrayList<>();
        for (LogFact.Output block : blocks) {
            assertThat(block.lines()).hasSizeBetween(1, OutputBlock.MOST_LINES);
            for (int i = 0; i < block.lines().size(); i++) {
                lines.add(
                        new Kept(block.number() + i, block.packageRef(), block.lines().get(i)));
            }
        }
        assertThat(lines).isEqualTo(all);
    }

    @Test
    void blockOfLongLinesIsBoundedInBytes() {
        for (int i = 0; i < 5; i++) {
            add("x".repeat(OutputBlock.MOST_BYTES / 2), null);
        }
        assertThat(blocks).extracting(b -> b.lines().size()).containsExactly(2, 2);
    }

    private void addLines(Random random) {
        int oneIn = 2 + random.nextInt(200);
        PackageRef pkg = null;
        for (int count = random.nextInt(900); count > 0; count--) {
            if (random.nextInt(oneIn) == 0) {
                pkg = random.nextBoolean() ? ZLIB : random.nextBoolean() ? HWLOC : null;
            }
            if (random.nextInt(oneIn) == 0) {
                number++;
            } else {
                add("y".repeat(random.nextInt(30)) + number, pkg);
            }
        }
    }

    private void add(String text, @Nullable PackageRef pkg) {
        number++;
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        LogLine line = new LogLine();
        line.set(bytes, 0, bytes.length, true);
        if (!recent.takes(line, number, pkg)) {
            blocks.add(recent.closeBlock());
        }
        recent.add(line, number, pkg);
        all.add(new Kept(number, pkg, text));
        Arrays.fill(bytes, (byte) '?');
    }
}
