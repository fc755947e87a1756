package dev.pctl.progress.view;

import dev.pctl.progress.event.Price;
import java.time.Instant;
import java.util.Objects;

/**
 * A price that the host stated for the machine of a worker.
 *
 * @param worker the worker
 * @param price the price, until the host states another one for this worker
 * @param since the time from which the price applies
 */
public record WorkerPrice(String worker, Price price, Instant since) {

    public WorkerPrice {
        Objects.requireNonNull(worker, "worker");
        Objects.requireNonNull(price, "price");
        Objects.requireNonNull(since, "since");
    }
}
