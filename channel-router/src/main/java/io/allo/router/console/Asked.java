// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.router.console.ConsoleSession.Opening;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The JSON body of a request, read field by field: what is not a text where one is wanted counts as missing, and no text holds what a
 * database cannot.
 */
record Asked(JsonObject json) {
    private static final int LONGEST_BODY = 65_536;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_JSON = 16_384;

    /** What was asked cannot be done; the answer is 400 with these words. */
    static final class UnfitException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnfitException(String message) {
            super(message, null, false, false);
        }
    }

    static Asked of(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            throw new UnfitException("a JSON object is required as the body");
        }
        if (body.length > LONGEST_BODY) {
            throw new UnfitException("the body is too long (expected: at most " + LONGEST_BODY + " bytes)");
        }
        try {
            return new Asked(new JsonObject(new String(body, UTF_8)));
        } catch (DecodeException | ClassCastException e) {
            throw new UnfitException("the body is no JSON object");
        }
    }

    /** Null where there is none. */
    @Nullable
    String text(String name, int longest) {
        if (!(json.getValue(name) instanceof String given) || given.isBlank()) {
            return null;
        }
        String text = given.replace("\0", "").strip();
        if (text.length() > longest) {
            throw new UnfitException(
                    name + " has " + text.length() + " characters (expected: at most " + longest + ")");
        }
        return text.isEmpty() ? null : text;
    }

    @Nullable
    String name(String name) {
        return text(name, LONGEST_NAME);
    }

    String required(String name, int longest) {
        String text = text(name, longest);
        if (text == null) {
            throw new UnfitException(name + " is required");
        }
        return text;
    }

    String sessionId() {
        return id(required("session_id", LONGEST_NAME));
    }

    /** @throws UnfitException when it is none */
    static String id(String sessionId) {
        if (!SessionKey.isId(sessionId)) {
            throw new UnfitException("session_id: expected 1 to 128 characters of A-Z a-z 0-9 . _ : -");
        }
        return sessionId;
    }

    double number(String name, double usual, double least, double most) {
        if (!(json.getValue(name) instanceof Number number)) {
            return usual;
        }
        double value = number.doubleValue();
        if (!(value >= least && value <= most)) {
            throw new UnfitException(name + " is " + value + " (expected: " + least + " to " + most + ")");
        }
        return value;
    }

    boolean flag(String name) {
        if (!(json.getValue(name) instanceof Boolean flag)) {
            throw new UnfitException(name + " is required (true or false)");
        }
        return flag;
    }

    @Nullable
    JsonObject object(String name) {
        if (!(json.getValue(name) instanceof JsonObject object)) {
            return null;
        }
        if (object.encode().length() > LONGEST_JSON) {
            throw new UnfitException(name + " is too long (expected: at most " + LONGEST_JSON + " characters)");
        }
        return new JsonObject(object.encode().replace("\\u0000", ""));
    }

    /** {@code fr-FR} is {@code fr}. */
    String language(String usual) {
        String tag = text("language", LONGEST_NAME);
        String first = tag == null ? "" : tag.split("[-_]")[0].toLowerCase(Locale.ROOT);
        return first.matches("[a-z]{2,3}") ? first : usual;
    }

    Opening opening(String language) {
        JsonObject worksite = object("worksite_info");
        String customer = name("customer_id");
        if (customer == null && worksite != null && worksite.getValue("customer_id") instanceof String of) {
            customer = of.length() <= LONGEST_NAME ? of : null;
        }
        return new Opening(
                customer, name("technician_id"), name("technician_name"), worksite, language, object("metadata"));
    }
}
