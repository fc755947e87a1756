package dev.pctl.progress.examples.ami;

import dev.pctl.progress.event.Price;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a price per hour, such as {@code 0.68EUR}. */
final class PriceOption implements ITypeConverter<Price> {

    private static final Pattern PRICE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?) ?([A-Za-z]{3})");

    @Override
    public Price convert(String text) {
        Matcher price = PRICE.matcher(text);
        try {
            if (price.matches()) {
                return new Price(new BigDecimal(price.group(1)), price.group(2).toUpperCase(Locale.ROOT));
            }
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("no such currency: " + price.group(2));
        }
        throw new TypeConversionException("wants an amount and a currency, such as 0.68EUR, not " + text);
    }
}
