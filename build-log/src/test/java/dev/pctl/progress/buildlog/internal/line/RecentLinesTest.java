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
    void keepsNewestLinesEvenIfTheirBytesChange(@ForAll Random random) {
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
        List<Kept> lines = new ArrayList<>();
        for (LogFact.Output block : blocks) {
            assertThat(block.lines()).hasSizeBetween(1, OutputBlock.MOST_LINES);
            for (int i = 0; i < block.lines().size(); i++) {
                lines.add(new Kept(
                        block.number() + i, block.packageRef(), block.lines().get(i)));
            }
        }
        assertThat(lines).isEqualTo(all);
    }

    @Test
    void blockOfLongLinesIsBoundedInBytes() {
        for (int i = 0; i < 5; i++) {
            addFromOtherArray(new Kept(i, null, "x".repeat(OutputBlock.MOST_BYTES / 2)));
        }
        assertThat(blocks).extracting(b -> b.lines().size()).containsExactly(2, 2);
    }

    private void addLines(Random random) {
        int oneIn = 2 + random.nextInt(200);
        PackageRef pkg = null;
        for (int chunks = random.nextInt(5); chunks > 0; chunks--) {
            List<Kept> lines = new ArrayList<>();
            for (int count = random.nextInt(400); count > 0; count--) {
                number++;
                if (random.nextInt(oneIn) == 0) {
                    pkg = random.nextBoolean() ? ZLIB : random.nextBoolean() ? HWLOC : null;
                }
                if (random.nextInt(oneIn) != 0) {
                    lines.add(new Kept(number, pkg, "y".repeat(random.nextInt(30)) + number));
                }
            }
            addChunk(lines, random, oneIn);
        }
    }

    private void addChunk(List<Kept> lines, Random random, int oneIn) {
        byte[] chunk =
                String.join("\n", lines.stream().map(Kept::text).toList()).getBytes(StandardCharsets.US_ASCII);
        recent.beginChunk(chunk);
        int start = 0;
        for (Kept line : lines) {
            if (random.nextInt(oneIn) == 0) {
                addFromOtherArray(line);
            } else {
                add(line, chunk, start);
            }
            start += line.text().length() + 1;
        }
        close();
        recent.endChunk();
        Arrays.fill(chunk, (byte) '!');
    }

    private void addFromOtherArray(Kept line) {
        byte[] bytes = line.text().getBytes(StandardCharsets.US_ASCII);
        add(line, bytes, 0);
        Arrays.fill(bytes, (byte) '?');
    }

    private void add(Kept kept, byte[] bytes, int start) {
        LogLine line = new LogLine();
        line.set(bytes, start, kept.text().length(), true);
        if (!recent.canAdd(line, kept.number(), kept.pkg())) {
            close();
        }
        recent.add(line, kept.number(), kept.pkg());
        all.add(kept);
    }

    private void close() {
        if (recent.isOpen()) {
            blocks.add(recent.closeBlock());
        }
    }
}
