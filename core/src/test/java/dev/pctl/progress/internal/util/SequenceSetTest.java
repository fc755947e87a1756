package dev.pctl.progress.internal.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SequenceSetTest {

    @Property(tries = 500)
    void itIsASet(@ForAll @Size(max = 60) List<@IntRange(min = 1, max = 40) Integer> numbers) {
        SequenceSet set = new SequenceSet();
        Set<Integer> reference = new HashSet<>();
        for (int number : numbers) {
            assertThat(set.add(number)).isEqualTo(reference.add(number));
        }
    }
}
