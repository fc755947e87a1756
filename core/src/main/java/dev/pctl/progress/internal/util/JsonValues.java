package dev.pctl.progress.internal.util;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads small JSON documents as maps, lists, strings, {@link java.math.BigDecimal}s and booleans. Fields and items that are
 * null are left out. Input that is not JSON throws {@link com.fasterxml.jackson.core.JsonProcessingException}.
 */
public final class JsonValues {

    /** Levels of nesting: more than any document has, and few enough for the stack. */
    private static final int MAX_DEPTH = 100;

    private static final JsonFactory JSON = new JsonFactory();

    private JsonValues() {}

    /** Reads a document that is one value. */
    public static @Nullable Object read(String text) throws IOException {
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            return value(json, 0);
        }
    }

    /** Reads the first value of a stream, which stays open. */
    public static @Nullable Object read(InputStream in) throws IOException {
        try (JsonParser json = JSON.createParser(in)) {
            json.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            json.nextToken();
            return value(json, 0);
        }
    }

    /** Returns the value if it is an object, else an empty map. */
    public static Map<?, ?> object(@Nullable Object value) {
        return value instanceof Map<?, ?> object ? object : Map.of();
    }

    private static @Nullable Object value(JsonParser json, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new JsonParseException(json, "nested too deeply");
        }
        JsonToken token = json.currentToken();
        if (token == null) {
            throw new JsonParseException(json, "no JSON in it");
        }
        return switch (token) {
            case START_OBJECT -> fields(json, depth + 1);
            case START_ARRAY -> items(json, depth + 1);
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static Map<String, Object> fields(JsonParser json, int depth) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            Object value = value(json, depth);
            if (value != null) {
                fields.put(name, value);
            }
        }
        return fields;
    }

    private static List<Object> items(JsonParser json, int depth) throws IOException {
        List<Object> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            Object item = value(json, depth);
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }
}
