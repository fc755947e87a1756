package dev.pctl.progress.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.Advice.Severity;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.state.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskSpaceWatchdogTest {

    private final RunState state = new RunState("run");
    private final DiskSpaceWatchdog watchdog = new DiskSpaceWatchdog(List.of("pctl ami build --volume-size 80"));
    private long sequence;

    @Test
    void itWarnsOnceRaisesTheAlarmAndTakesItBackWithoutFlapping() {
        List<Object> raised = new ArrayList<>();
        for (long used : new long[] {50, 79, 81, 82, 79, 78, 91, 92, 88, 86, 76, 50}) {
            record(new SampleFact.Disk("/", used, 100, 100 - used));
            for (AdviceFact fact : watchdog.check(state.view(), Instant.EPOCH)) {
                record(fact);
                raised.add(fact instanceof AdviceFact.Raised r ? r.advice().severity() : "cleared");
            }
        }
        assertThat(raised).containsExactly(Severity.WARNING, Severity.CRITICAL, Severity.WARNING, "cleared");
    }

    @Test
    void itSaysWhatWasSeenAndWhatToDo() {
        record(new SampleFact.Disk("/opt", 85L << 30, 100L << 30, 15L << 30));
        assertThat(watchdog.check(state.view(), Instant.EPOCH)).singleElement().satisfies(f -> {
            AdviceFact.Raised raised = (AdviceFact.Raised) f;
            assertThat(raised.advice().seen()).isEqualTo("Disk /opt is 85% full (15.0 GB free)");
            assertThat(raised.advice().remedies()).containsExactly("pctl ami build --volume-size 80");
        });
    }

    private void record(Fact fact) {
        state.apply(new Event("run", "main", ++sequence, Instant.EPOCH, fact));
    }
}
