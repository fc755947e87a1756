package dev.pctl.progress.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.web.internal.http.Assets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClientSizeTest {

    /** What all scripts and styles may weigh on the wire, in bytes. */
    private static final int MOST = 120_000;

    @Test
    void weighsLessThan120KilobytesCompressed() {
        int all = Stream.of(Assets.LIBRARIES, Assets.MODULES, Assets.STYLES, Assets.FLEET, List.of("index.html"))
                .flatMap(List::stream)
                .mapToInt(name -> Assets.compress(Assets.read(name)).length)
                .sum();
        assertThat(all).isLessThan(MOST);
    }
}
