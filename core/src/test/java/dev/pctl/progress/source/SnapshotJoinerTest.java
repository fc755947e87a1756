package dev.pctl.progress.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SnapshotJoinerTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String added(SnapshotJoiner joiner, String snapshot) {
        SnapshotJoiner.Added added = joiner.join(bytes(snapshot));
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
        SnapshotJoiner joiner = SnapshotJoiner.create();
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int end = 0; end < log.length; ) {
            end = Math.min(log.length, end + random.nextInt(window / 2));
            byte[] snapshot = Arrays.copyOfRange(log, Math.max(0, end - window), end);
            SnapshotJoiner.Added added = joiner.join(snapshot);
            assertThat(added.gap()).isFalse();
            joined.writeBytes(added.bytes());
            if (random.nextInt(5) == 0) {
                joiner = SnapshotJoiner.at(joiner.position());
            }
        }
        assertThat(joined.toByteArray()).isEqualTo(log);
    }

    @Test
    void aSnapshotThatIsUnchangedOrComesLateAddsNothing() {
        SnapshotJoiner joiner = SnapshotJoiner.create();
        added(joiner, "first line of the console\nsecond line of the console\n");

        assertThat(added(joiner, "first line of the console\nsecond line of the console\n"))
                .isEmpty();
        assertThat(added(joiner, "first line of the console\n")).isEmpty();
        assertThat(added(joiner, "")).isEmpty();
    }

    @Test
    void aLineThatWasHalfThereIsGoneOnWith() {
        SnapshotJoiner joiner = SnapshotJoiner.create();
        added(joiner, "the beginning of the console\n==> Insta");

        assertThat(added(joiner, "beginning of the console\n==> Installing zlib\n"))
                .isEqualTo("lling zlib\n");
    }

    @Test
    void saysWhereSomethingIsLost() {
        SnapshotJoiner joiner = SnapshotJoiner.create();
        added(joiner, "one thing that was printed\n");

        assertThat(added(joiner, "something else altogether\n")).isEqualTo("GAP something else altogether\n");
        assertThat(added(joiner, "something else altogether\nand more\n")).isEqualTo("and more\n");
    }

    @Test
    void refusesWhatIsNoPosition() {
        assertThatThrownBy(() -> SnapshotJoiner.at("nonsense")).isInstanceOf(IllegalArgumentException.class);
    }
}
