package dev.pctl.progress.remote.internal;

import dev.pctl.progress.carrier.Receipt;
import dev.pctl.progress.internal.util.JsonValues;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** How batches and receipts look in HTTP: names and numbers in the query, a compressed stream as the body, a JSON reply. */
public final class HttpForm {

    /** The media type of an event stream. */
    public static final String STREAM_TYPE = "application/x-ndjson";

    /** Bytes of a reply, many more than a receipt has. */
    private static final int LONGEST_REPLY = 4_096;

    private HttpForm() {}

    /** Returns a query with these parameters. */
    public static String query(Map<String, String> parameters) {
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.length() == 0 ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return query.toString();
    }

    /**
     * Returns the parameters of a query.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String part : query == null ? new String[0] : query.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                String value = URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8);
                parameters.put(part.substring(0, equals), value);
            }
        }
        return parameters;
    }

    /** Compresses a body. */
    public static byte[] compress(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    /**
     * Reads a body of a limited size, also after decompression.
     *
     * @return null if it is larger
     */
    public static byte @Nullable [] read(InputStream body, boolean compressed, int most) throws IOException {
        byte[] raw = body.readNBytes(most + 1);
        if (raw.length > most || !compressed) {
            return raw.length > most ? null : raw;
        }
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(raw))) {
            byte[] bytes = gzip.readNBytes(most + 1);
            return bytes.length > most ? null : bytes;
        }
    }

    /** Returns a receipt as JSON. */
    public static String reply(Receipt receipt) {
        return "{\"confirmed\":" + receipt.confirmed() + ",\"complete\":" + receipt.complete() + '}';
    }

    /**
     * Reads a receipt.
     *
     * @throws IOException if it is none
     */
    public static Receipt receipt(InputStream in) throws IOException {
        String text = new String(in.readNBytes(LONGEST_REPLY), StandardCharsets.UTF_8);
        Map<?, ?> fields = JsonValues.object(JsonValues.read(text));
        if (fields.get("confirmed") instanceof BigDecimal confirmed && confirmed.signum() >= 0) {
            return new Receipt(confirmed.longValue(), Boolean.TRUE.equals(fields.get("complete")));
        }
        throw new IOException("the reply is no receipt");
    }
}
