package dev.pctl.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Decision;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.internal.snapshot.QuestionSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DecisionsTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<CompletableFuture<Decision>> asked = new ArrayList<>();
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private CompletableFuture<Decision> next = new CompletableFuture<>();
    private final Progress progress = Progress.builder("image")
            .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC))
            .decider((advice, view) -> {
                asked.add(next);
                return next;
            })
            .listener("all", DeliveryMode.EVERYTHING, events::add)
            .driven()
            .start();

    @AfterEach
    void close() {
        progress.close();
    }

    private void raise(Advice.Severity severity) {
        Question question = Question.continueAnyway(LIMIT);
        progress.record(new AdviceFact.Raised(new Advice("disk", severity, "full", null, List.of()).asking(question)));
        progress.tick();
    }

    private List<AdviceFact.Decided> decisions() {
        return progress.view().advice().decisions();
    }

    @Test
    void theHostsAnswerIsAFactAtOnceAndTheFirstCounts() {
        raise(Advice.Severity.WARNING);
        assertThat(decisions()).isEmpty();
        asked.get(0).complete(Decision.STOP);
        asked.get(0).complete(Decision.CONTINUE);
        progress.tick();
        assertThat(decisions()).containsExactly(new AdviceFact.Decided("disk", Decision.STOP, false));
        assertThat(progress.view().advice().decision("disk")).isEqualTo(Decision.STOP);
        assertThat(progress.view().outcome()).as("stopping is the host's to do").isNull();
        assertThat(asked).hasSize(1);
    }

    @Test
    void theDefaultHoldsWhenTheTimeIsOverAndALateAnswerIsIgnored() {
        raise(Advice.Severity.WARNING);
        assertThat(progress.view().advice().questions())
                .containsExactly(new QuestionSnapshot("disk", Question.continueAnyway(LIMIT), now.plus(LIMIT)));
        now = now.plus(LIMIT).minusSeconds(1);
        progress.tick();
        assertThat(decisions()).isEmpty();
        now = now.plusSeconds(1);
        progress.tick();
        assertThat(decisions()).containsExactly(new AdviceFact.Decided("disk", Decision.CONTINUE, true));
        assertThat(asked.get(0)).isCancelled();
        assertThat(progress.view().advice().questions()).isEmpty();
        asked.get(0).complete(Decision.STOP);
        assertThat(progress.view().advice().decision("disk")).isEqualTo(Decision.CONTINUE);
    }

    @Test
    void anAnswerThatFailsOrWasNotOfferedIsNone() {
        next = CompletableFuture.failedFuture(new IllegalStateException("no terminal"));
        raise(Advice.Severity.WARNING);
        assertThat(decisions()).containsExactly(new AdviceFact.Decided("disk", Decision.CONTINUE, true));
    }

    @Test
    void aDeciderMayAnswerAtOnce() {
        next = CompletableFuture.completedFuture(Decision.PAUSE);
        raise(Advice.Severity.WARNING);
        assertThat(decisions()).containsExactly(new AdviceFact.Decided("disk", Decision.PAUSE, false));
    }

    @Test
    void itIsAskedAgainOnlyWhenItGetsWorseOrComesAnew() {
        next = CompletableFuture.completedFuture(Decision.CONTINUE);
        raise(Advice.Severity.WARNING);
        raise(Advice.Severity.WARNING);
        assertThat(asked).hasSize(1);
        raise(Advice.Severity.CRITICAL);
        assertThat(asked).hasSize(2);
        raise(Advice.Severity.WARNING);
        assertThat(asked).hasSize(2);
        progress.record(new AdviceFact.Cleared("disk"));
        raise(Advice.Severity.WARNING);
        assertThat(asked).hasSize(3);
    }

    @Test
    void aQuestionThatHasPassedIsWithdrawnWithoutADecision() {
        raise(Advice.Severity.WARNING);
        progress.record(new AdviceFact.Cleared("disk"));
        progress.tick();
        assertThat(asked.get(0)).isCancelled();
        assertThat(decisions()).isEmpty();
    }

    @Test
    void theEndOfTheRunEndsTheAsking() {
        raise(Advice.Severity.WARNING);
        progress.finish(Outcome.SUCCEEDED);
        progress.close();
        assertThat(asked.get(0)).isCancelled();
        assertThat(events).noneMatch(e -> e.fact() instanceof AdviceFact.Decided);
    }

    @Test
    void nobodyIsAskedWithoutAQuestion() {
        progress.record(new AdviceFact.Raised(new Advice("disk", Advice.Severity.CRITICAL, "full", null, List.of())));
        progress.tick();
        assertThat(asked).isEmpty();
    }
}
