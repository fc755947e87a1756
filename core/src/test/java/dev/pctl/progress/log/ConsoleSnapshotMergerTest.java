package dev.pctl.progress.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ConsoleSnapshotMergerTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String added(ConsoleSnapshotMerger joiner, String snapshot) {
        ConsoleSnapshotMerger.Added added = joiner.join(bytes(snapshot));
        return (added.gap() ? "GAP " : "") + new String(added.bytes(), StandardCharsets.UTF_8);
    }

    /** Lines as builds print them: many are alike. */
    private static byte[] log(Random random) {
        StringBuilder log = new StringBuilder();
        int lines = 200 + random.nextInt(800);
        for (int i = 0; i < lines; i++) {
            switch (random.nextInt(4)) {
                case 0 -> log.append("make[1]: Nothing to be done for 'all'.\r\n");
                case 1 -> log.append("[ 12.345678] cloud-init[812]: checking for stdlib.h... yes\r\n");
                case 2 -> log.append("gcc -c file").append(i).append(".c\r\n");
                default -> log.append("==> line ").append(i).append("\r\n");
            }
        }
        return bytes(log.toString());
    }

    @Property(tries = 100)
    void everyByteComesOnceWhereverTheLogIsLookedAt(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] log = log(random);
        int window = 4096;
        ConsoleSnapshotMerger joiner = ConsoleSnapshotMerger.create();
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int end = 0; end < log.length; ) {
            end = Math.min(log.length, end + random.nextInt(window / 2));
            byte[] snapshot = Arrays.copyOfRange(log, Math.max(0, end - window), end);
            ConsoleSnapshotMerger.Added added = joiner.join(snapshot);
            assertThat(added.gap()).isFalse();
            joined.writeBytes(added.bytes());
            if (random.nextInt(5) == 0) {
                joiner = ConsoleSnapshotMerger.create(joiner.position());
            }
        }
        assertThat(joined.toByteArray()).isEqualTo(log);
    }

    @Test
    void aSnapshotThatIsUnchangedOrComesLateAddsNothing() {
        ConsoleSnapshotMerger joiner = ConsoleSnapshotMerger.create();
        added(joiner, "first line of the console\nsecond line of the console\n");

        assertThat(added(joiner, "first line of the console\nsecond line of the console\n"))
                .isEmpty();
        assertThat(added(joiner, "first line of the console\n")).isEmpty();
        assertThat(added(joiner, "")).isEmpty();
    }

    @Test
    void aLineThatWasHalfThereIsGoneOnWith() {
        ConsoleSnapshotMerger joiner = ConsoleSnapshotMerger.create();
        added(joiner, "the beginning of the console\n==> Insta");

        assertThat(added(joiner, "beginning of the console\n==> Installing zlib\n"))
                .isEqualTo("lling zlib\n");
    }

    @Test
    void saysWhereSomethingIsLost() {
        ConsoleSnapshotMerger joiner = ConsoleSnapshotMerger.create();
        added(joiner, "one thing that was printed\n");

        assertThat(added(joiner, "something else altogether\n")).isEqualTo("GAP something else altogether\n");
        assertThat(added(joiner, "something else altogether\nand more\n")).isEqualTo("and more\n");
    }

    @Property(tries = 50)
    void windowsOfAnySizeGiveTheWholeOrAGap(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] log = log(random);
        ConsoleSnapshotMerger joiner = ConsoleSnapshotMerger.create();
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        int seen = 0;
        for (int end = 0; end < log.length; ) {
            end = Math.min(log.length, end + random.nextInt(6000));
            int window = 500 + random.nextInt(5000);
            int from = Math.max(0, end - window);
            ConsoleSnapshotMerger.Added added = joiner.join(Arrays.copyOfRange(log, from, end));
            boolean lost = from > seen && seen > 0;
            if (seen - from >= 600 || from == 0) {
                assertThat(added.gap()).as("overlap of %d", seen - from).isFalse();
            } else if (lost) {
                assertThat(added.gap() || endsLike(log, seen, from, 24) || standsIn(log, seen, from, end))
                        .isTrue();
            }
            boolean unclear = seen - from < 600 && endsLike(log, seen, from, Math.max(24, seen - from + 1));
            if (lost || unclear || added.gap() || seen == 0) {
                assertThat(end - from - added.bytes().length < 600 || standsIn(log, seen, from, end))
                        .isTrue();
                from = end - added.bytes().length;
                joined.reset();
                joined.write(log, 0, from);
            }
            joined.writeBytes(added.bytes());
            seen = Math.max(seen, end);
        }
        assertThat(joined.toByteArray()).isEqualTo(log);
    }

    /**
     * Whether nobody can tell how two snapshots go together: what was seen last is, in at least that length, the same as
     * what the next one begins with, though they overlap by less.
     */
    private static boolean endsLike(byte[] log, int seen, int from, int shortest) {
        for (int length = shortest; length < 600 && length <= seen; length++) {
            if (Arrays.equals(log, seen - length, seen, log, from, Math.min(log.length, from + length))) {
                return true;
            }
        }
        return false;
    }

    /** Whether what was seen last, or all if that was little, is in the next snapshot by chance. */
    private static boolean standsIn(byte[] log, int seen, int from, int end) {
        String last = new String(log, Math.max(0, seen - 500), Math.min(500, seen), StandardCharsets.US_ASCII);
        return new String(log, from, end - from, StandardCharsets.US_ASCII).contains(last);
    }

    @Test
    void whatWasPrintedBeforeInTheSameWordsIsNew() {
        ConsoleSnapshotMerger joiner = ConsoleSnapshotMerger.create();
        String a = "a line of the first kind it is\n";
        String b = "a line of the second kind it is\n";
        String c = "a line of the third kind it is\n";
        added(joiner, a + b + c + a + b);

        assertThat(added(joiner, a + b + c)).isEqualTo(c);
    }

    @Test
    void aLineRepeatedThousandsOfTimesDoesNotHideWhatComesBehindIt() {
        String same = "checking again ... nothing to do\n";
        ConsoleSnapshotMerger joiner = ConsoleSnapshotMerger.create();
        added(joiner, "begin\n" + same.repeat(50));
        String joined = "";
        for (int i = 0; i < 40; i++) {
            joined += added(joiner, same.repeat(120));
        }
        joined += added(joiner, same.repeat(100) + "end of it\n");
        assertThat(joined).endsWith("end of it\n").doesNotContain("GAP").containsOnlyOnce("end of it");
        assertThat(joined.replace(same, "")).isEqualTo("end of it\n");
    }

    @Test
    void aConsoleThatIsStartedAnewIsAGap() {
        ConsoleSnapshotMerger joiner = ConsoleSnapshotMerger.create();
        added(joiner, "[    0.000000] Linux version 6.1\n[    1.234567] first boot went its way\n");

        assertThat(added(joiner, "[    0.000000] Linux version 6.1\n")).isEmpty();
        assertThat(added(joiner, "[    0.000000] Linux version 6.1\n[    1.235001] second boot\n"))
                .isEqualTo("GAP [    0.000000] Linux version 6.1\n[    1.235001] second boot\n");
    }

    @Test
    void aSmallerWindowThanBeforeAddsNothing() {
        ConsoleSnapshotMerger joiner = ConsoleSnapshotMerger.create();
        added(joiner, "a long text of which the end is seen\nand this is it\n");

        assertThat(added(joiner, "this is it\n")).isEmpty();
        assertThat(added(joiner, "the end is seen\nand this is it\nand more\n")).isEqualTo("and more\n");
    }

    @Test
    void aCutCharacterAtTheBeginningDoesNotMatter() {
        byte[] log = bytes("\u2713 first line \u2713 of this console\nsecond line of it\n");
        ConsoleSnapshotMerger joiner = ConsoleSnapshotMerger.create();
        joiner.join(Arrays.copyOf(log, log.length - 10));
        ConsoleSnapshotMerger asText = ConsoleSnapshotMerger.create();
        asText.join(Arrays.copyOf(log, log.length - 10));
        byte[] cut = Arrays.copyOfRange(log, 1, log.length);

        assertThat(joiner.join(cut).gap()).isFalse();
        assertThat(new String(
                        asText.join(bytes(new String(cut, StandardCharsets.UTF_8)))
                                .bytes(),
                        StandardCharsets.UTF_8))
                .isEqualTo("ine of it\n");
    }

    @Test
    void refusesWhatIsNoPosition() {
        assertThatThrownBy(() -> ConsoleSnapshotMerger.create("nonsense")).isInstanceOf(IllegalArgumentException.class);
    }
}
