package dev.pctl.progress.estimator.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads lines of any JSON, and says what is wrong with others. */
final class JsonLine implements LineValue {

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser json;

    private JsonLine(JsonParser json) {
        this.json = json;
    }

    /**
     * What the line says.
     *
     * @param bytes what holds the line, in UTF-8
     * @throws IOException if it is not one JSON object, or if a field is not what it should be
     */
    static RecordFields read(byte[] bytes, int start, int length) throws IOException {
        RecordFields fields = new RecordFields();
        try (JsonParser json = JSON.createParser(bytes, start, length)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "not a JSON object");
            JsonLine value = new JsonLine(json);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                value.take(field, json.nextToken(), fields);
            }
            require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null, "not one JSON object");
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new IOException(e.getMessage(), e);
        }
        return fields;
    }

    private void take(String field, JsonToken token, RecordFields fields) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            if (!fields.takeObject(field, this)) {
                json.skipChildren();
            }
        } else if (token == JsonToken.START_ARRAY) {
            json.skipChildren();
        } else if (token != JsonToken.VALUE_NULL) {
            fields.take(field, this);
        }
    }

    @Override
    public String text() throws IOException {
        return json.getText();
    }

    @Override
    public Instant instant() throws IOException {
        return IsoInstant.parse(json.getText());
    }

    @Override
    public double number() throws IOException {
        return json.currentToken().isNumeric() ? json.getDoubleValue() : Double.parseDouble(json.getText());
    }

    @Override
    public long whole() throws IOException {
        return json.currentToken() == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : Long.parseLong(json.getText());
    }

    @Override
    public <T> SmallMap<T> each(Reading<T> reading) throws IOException {
        Map<String, T> values = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            if (json.nextToken().isScalarValue()) {
                values.put(field, reading.of(this));
            } else {
                json.skipChildren();
            }
        }
        return SmallMap.copyOf(values);
    }

    private static void require(boolean condition, String otherwise) throws IOException {
        if (!condition) {
            throw new IOException(otherwise);
        }
    }
}
