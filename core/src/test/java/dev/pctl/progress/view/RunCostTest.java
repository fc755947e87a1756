package dev.pctl.progress.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.Price;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.internal.state.RunProjection;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunCostTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final RunProjection state = new RunProjection("run");
    private long sequence;

    private void at(int minute, String worker, Fact fact) {
        state.apply(new Event("run", worker, ++sequence, minute(minute), fact));
    }

    private static Instant minute(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }

    private static Fact price(String amount, String currency) {
        return new RunFact.Priced(Price.perHour(new BigDecimal(amount), Currency.getInstance(currency)));
    }

    private List<RunCost> costs(int minute) {
        return RunCost.of(state.view(), minute(minute));
    }

    @Test
    void hasNoCostWithoutAPrice() {
        at(0, "main", new RunFact.Started("image", Map.of()));
        assertThat(costs(60)).isEmpty();
    }

    @Test
    void growsUntilTheRunEnds() {
        at(0, "main", new RunFact.Started("image", Map.of()));
        at(0, "main", price("2.00", "EUR"));
        assertThat(costs(30).get(0).spent()).isCloseTo(1, within(1e-9));

        at(60, "main", new RunFact.Finished(Outcome.SUCCEEDED, null));
        assertThat(costs(600)).containsExactly(new RunCost("EUR", 2, 2, null));
    }

    @Test
    void addsTheWorkersOfOneCurrencyAndFollowsANewPrice() {
        at(0, "main", new RunFact.Started("image", Map.of()));
        at(0, "a", price("1", "USD"));
        at(0, "b", price("3", "USD"));
        at(30, "a", price("2", "USD"));
        at(30, "main", price("100", "JPY"));
        at(31, "a", price("2.00", "USD"));

        List<RunCost> costs = costs(60);
        assertThat(costs).extracting(RunCost::currency).containsExactly("USD", "JPY");
        assertThat(costs.get(0).perHour()).isEqualTo(5);
        assertThat(costs.get(0).spent()).isCloseTo(0.5 + 1 + 3, within(1e-9));
        assertThat(costs.get(1).spent()).isCloseTo(50, within(1e-9));
    }

    @Test
    void expectsTheTotalFromTheForecast() {
        at(0, "main", new RunFact.Started("image", Map.of()));
        at(0, "main", price("6", "EUR"));
        Forecast remaining =
                new Forecast(Duration.ofMinutes(10), Duration.ofMinutes(20), Duration.ofMinutes(40), "test", 1);
        at(10, "main", new ForecastFact.RunRemaining(remaining));

        RunCost cost = costs(10).get(0);
        assertThat(cost.spent()).isCloseTo(1, within(1e-9));
        RunCost.Interval total = cost.total();
        assertThat(total).isNotNull();
        assertThat(total.low()).isCloseTo(2, within(1e-6));
        assertThat(total.likely()).isCloseTo(3, within(1e-6));
        assertThat(total.high()).isCloseTo(5, within(1e-6));
    }

    @Test
    void refusesWhatIsNoPrice() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Price(new BigDecimal("-1"), "EUR"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Price(BigDecimal.ONE, "euros"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Price(new BigDecimal("1e99"), "EUR"));
    }
}
