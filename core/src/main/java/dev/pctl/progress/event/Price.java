package dev.pctl.progress.event;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Objects;

/**
 * The price of a machine for the time it runs.
 *
 * @param perHour the amount per hour, at least zero
 * @param currency the ISO 4217 code of the currency, such as {@code EUR}
 */
public record Price(BigDecimal perHour, String currency) {

    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000);
    private static final int MOST_PLACES = 12;

    public Price {
        Objects.requireNonNull(perHour, "perHour");
        currency = Currency.getInstance(currency).getCurrencyCode();
        if (perHour.signum() < 0 || perHour.compareTo(MOST) > 0 || perHour.scale() > MOST_PLACES) {
            throw new IllegalArgumentException("perHour must be at least 0, at most " + MOST + ", with at most "
                    + MOST_PLACES + " places: " + perHour);
        }
        perHour = perHour.stripTrailingZeros();
    }

    /** Returns a price per hour. */
    public static Price perHour(BigDecimal amount, Currency currency) {
        return new Price(amount, Objects.requireNonNull(currency, "currency").getCurrencyCode());
    }
}
