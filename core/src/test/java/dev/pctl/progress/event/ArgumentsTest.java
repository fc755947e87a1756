package dev.pctl.progress.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    private static final PackageRef ZLIB = PackageRef.of("zlib", "1.3");

    @Test
    void everyFactRejectsNullByTheNameOfTheParameter() throws ReflectiveOperationException {
        List<String> accepted = new ArrayList<>();
        for (Class<?> group : Fact.class.getPermittedSubclasses()) {
            for (Class<?> type : group.getPermittedSubclasses()) {
                accepted.addAll(nullsAcceptedBy(type));
            }
        }
        assertThat(accepted).isEmpty();
    }

    /** Constructs the fact with nulls only: the message has to name one of the components that must not be null. */
    private static List<String> nullsAcceptedBy(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        List<String> required = Arrays.stream(components)
                .filter(c -> !c.getType().isPrimitive())
                .filter(c -> !c.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(RecordComponent::getName)
                .toList();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        try {
            constructor.newInstance(
                    Arrays.stream(types).map(ArgumentsTest::empty).toArray());
        } catch (InvocationTargetException e) {
            return required.contains(e.getCause().getMessage()) ? List.of() : List.of(type + ": " + e.getCause());
        }
        return required.isEmpty() ? List.of() : List.of(type.getName());
    }

    private static @Nullable Object empty(Class<?> type) {
        if (type == int.class) {
            return 1;
        } else if (type == long.class) {
            return 1L;
        } else if (type == double.class) {
            return 1.0;
        }
        return type == boolean.class ? false : null;
    }

    @Test
    void rejectsNegativeCountsAndEmptyIdsWithTheirNames() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PhaseFact.Steps(ZLIB, 1, "build", -1, null, false, null))
                .withMessage("done must be at least 0: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PackageFact.Started(ZLIB, 0, null, null))
                .withMessage("attempt must be at least 1: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Event("", "main", 1, Instant.EPOCH, new RunFact.Heartbeat()))
                .withMessage("run must not be empty");
        assertThatNullPointerException()
                .isThrownBy(() -> new RunFact.Started("image", nothing()))
                .withMessage("labels");
    }

    @SuppressWarnings("NullAway")
    private static Map<String, String> nothing() {
        return null;
    }
}
