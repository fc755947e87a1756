package dev.pctl.progress.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.RunFact;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactListenerTest {

    private static final PackageRef ZLIB = PackageRef.of("zlib", "1.3");

    @Test
    void callsTheMostSpecificOverriddenMethod() {
        List<String> calls = new ArrayList<>();
        FactListener listener = new FactListener() {
            @Override
            public void onPackageFinished(PackageFact.Finished fact, Event event) {
                calls.add("finished " + event.sequence());
            }

            @Override
            public void onPackageFact(PackageFact fact, Event event) {
                calls.add("package " + event.sequence());
            }

            @Override
            public void onFact(Fact fact, Event event) {
                calls.add("fact " + event.sequence());
            }
        };
        listener.onEvent(event(1, PackageFact.started(ZLIB)));
        listener.onEvent(event(2, PackageFact.succeeded(ZLIB)));
        listener.onEvent(event(3, new RunFact.Heartbeat()));
        assertThat(calls).containsExactly("package 1", "finished 2", "fact 3");
    }

    @Test
    void hasAMethodForEveryTypeOfFact() {
        List<Class<?>> types = Arrays.stream(Fact.class.getPermittedSubclasses())
                .flatMap(group -> Arrays.stream(group.getPermittedSubclasses()))
                .toList();
        assertThat(Arrays.stream(FactListener.class.getMethods())
                        .filter(m -> m.getParameterCount() == 2)
                        .map(FactListenerTest::typeOfFact)
                        .filter(Record.class::isAssignableFrom))
                .containsExactlyInAnyOrderElementsOf(types);
        assertThat(List.<Class<?>>copyOf(FactDispatch.types())).containsExactlyInAnyOrderElementsOf(types);
    }

    private static Class<?> typeOfFact(Method method) {
        return method.getParameterTypes()[0];
    }

    private static Event event(long sequence, Fact fact) {
        return new Event("run", "main", sequence, Instant.EPOCH, fact);
    }
}
