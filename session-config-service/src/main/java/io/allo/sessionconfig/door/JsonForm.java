// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.door;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.BadRequestException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON body under reading. What it does not name is not changed; null empties a field that may be empty. Every fault is
 * collected, and {@link #values} answers 400 with all of them. What is unknown is passed over: clients of older versions send more.
 */
public final class JsonForm {
    private static final Pattern URL = Pattern.compile("https?://[^\\s<>\"]{1,2000}");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>\"]{1,64}@[^\\s@<>\"]{1,189}");

    private final JsonNode body;
    private final boolean creating;
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    /** @param creating what is required must be there */
    public JsonForm(@Nullable JsonNode body, boolean creating) {
        if (body == null || !body.isObject()) {
            throw new BadRequestException("expected a JSON object");
        }
        this.body = body;
        this.creating = creating;
    }

    /** A text that must not be blank. */
    public JsonForm name(String field, int longest) {
        if (!body.has(field) && !creating) {
            return this;
        }
        return take(
                field,
                value -> isText(value, longest) && !value.textValue().isBlank(),
                JsonNode::textValue,
                "1 to " + longest + " characters");
    }

    public JsonForm text(String field, int longest) {
        return optional(
                field, value -> isText(value, longest), JsonNode::textValue, "at most " + longest + " characters");
    }

    public JsonForm matching(String field, Pattern pattern, String expected) {
        return optional(
                field,
                value -> value.isTextual() && pattern.matcher(value.textValue()).matches(),
                JsonNode::textValue,
                expected);
    }

    public JsonForm oneOf(String field, String... names) {
        return optional(
                field,
                value -> value.isTextual() && Set.of(names).contains(value.textValue()),
                JsonNode::textValue,
                "one of " + String.join(", ", names));
    }

    public JsonForm email(String field) {
        return matching(field, EMAIL, "an e-mail address");
    }

    public JsonForm url(String field) {
        return matching(field, URL, "an http or https URL of at most 2000 characters");
    }

    public JsonForm flag(String field) {
        return optional(field, JsonNode::isBoolean, JsonNode::booleanValue, "true or false");
    }

    public JsonForm integer(String field, int least, int most) {
        return optional(
                field,
                value -> value.isInt() && value.intValue() >= least && value.intValue() <= most,
                JsonNode::intValue,
                least + " to " + most);
    }

    public JsonForm number(String field, double least, double most) {
        return optional(
                field,
                value -> value.isNumber() && value.doubleValue() >= least && value.doubleValue() <= most,
                JsonNode::decimalValue,
                BigDecimal.valueOf(least).toPlainString() + " to "
                        + BigDecimal.valueOf(most).toPlainString());
    }

    public JsonForm uuid(String field) {
        return optional(field, JsonForm::isUuid, value -> UUID.fromString(value.textValue()), "a UUID");
    }

    public JsonForm object(String field, int longest) {
        return optional(
                field,
                value -> value.isObject() && value.toString().length() <= longest,
                value -> value,
                "an object of at most " + longest + " characters");
    }

    /** Says what else is wrong. */
    public JsonForm fault(String field, String message) {
        faults.add(field + ": " + message);
        return this;
    }

    /**
     * What was given and fits.
     *
     * @param nullable fields that null empties; in others null says nothing
     */
    public Map<String, @Nullable Object> values(Set<String> nullable) {
        if (!faults.isEmpty()) {
            throw new BadRequestException(String.join("; ", faults));
        }
        values.entrySet().removeIf(field -> field.getValue() == null && !nullable.contains(field.getKey()));
        return values;
    }

    private JsonForm optional(String field, Predicate<JsonNode> fits, Reader reader, String expected) {
        JsonNode value = body.path(field);
        if (value.isNull()) {
            values.put(field, null);
        } else if (!value.isMissingNode()) {
            take(field, fits, reader, expected);
        }
        return this;
    }

    private JsonForm take(String field, Predicate<JsonNode> fits, Reader reader, String expected) {
        JsonNode value = body.path(field);
        if (fits.test(value)) {
            values.put(field, reader.read(value));
        } else {
            faults.add(field + ": expected " + expected);
        }
        return this;
    }

    /** PostgreSQL stores no NUL. */
    private static boolean isText(JsonNode value, int longest) {
        return value.isTextual()
                && value.textValue().length() <= longest
                && value.textValue().indexOf(0) < 0;
    }

    private static boolean isUuid(JsonNode value) {
        try {
            return value.isTextual()
                    && UUID.fromString(value.textValue()).toString().length()
                            == value.textValue().length();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private interface Reader {
        Object read(JsonNode value);
    }
}
