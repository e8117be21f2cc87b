// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The JSON body of a request, read field by field; a field that is not there is empty: it stays as it was. */
record Form(JsonObject json) {
    private static final int LONGEST_BODY = 65_536;
    private static final int MOST_EQUIPMENT = 200;
    private static final int LONGEST_NAME = 200;
    private static final int MOST_OF_A_KIND = 100_000;

    /** What was asked cannot be done; the answer is 400 with these words. */
    static final class UnfitException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnfitException(String message) {
            super(message, null, false, false);
        }
    }

    static Form of(byte @Nullable [] body) {
        if (body == null || body.length == 0 || body.length > LONGEST_BODY) {
            throw new UnfitException("a JSON object of at most " + LONGEST_BODY + " bytes is required as the body");
        }
        try {
            return new Form(new JsonObject(new String(body, UTF_8)));
        } catch (DecodeException | ClassCastException e) {
            throw new UnfitException("the body is no JSON object");
        }
    }

    Optional<String> text(String name, int longest) {
        Object given = json.getValue(name);
        if (given == null) {
            return Optional.empty();
        }
        if (!(given instanceof String text) || text.length() > longest) {
            throw new UnfitException(name + ": expected a text of at most " + longest + " characters");
        }
        return Optional.of(text.replace("\0", "").strip());
    }

    Optional<Integer> count(String name) {
        Object given = json.getValue(name);
        if (given == null) {
            return Optional.empty();
        }
        if (!(given instanceof Integer count) || count < 0 || count > MOST_OF_A_KIND) {
            throw new UnfitException(name + ": expected a whole number from 0 to " + MOST_OF_A_KIND);
        }
        return Optional.of(count);
    }

    Optional<LocalDate> date(String name) {
        try {
            return text(name, LONGEST_NAME).filter(text -> !text.isEmpty()).map(LocalDate::parse);
        } catch (DateTimeException e) {
            throw new UnfitException(name + ": expected a date such as 2021-03-15");
        }
    }

    Optional<UUID> id(String name) {
        return text(name, LONGEST_NAME).filter(text -> !text.isEmpty()).map(Form::uuid);
    }

    static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new UnfitException("an id is a UUID");
        }
    }

    /** What stands on the site, each {@code {name, quantity, kind}}. */
    Optional<JsonArray> equipment() {
        Object given = json.getValue("equipment");
        if (given == null) {
            return Optional.empty();
        }
        if (!(given instanceof JsonArray all) || all.size() > MOST_EQUIPMENT) {
            throw new UnfitException("equipment: expected at most " + MOST_EQUIPMENT + " of {name, quantity, kind}");
        }
        JsonArray read = new JsonArray();
        for (Object one : all) {
            if (!(one instanceof JsonObject thing)) {
                throw new UnfitException("equipment: expected {name, quantity, kind}");
            }
            Form form = new Form(thing);
            read.add(new JsonObject()
                    .put("name", form.text("name", LONGEST_NAME).orElse(""))
                    .put("quantity", form.count("quantity").orElse(1))
                    .put("kind", form.text("kind", LONGEST_NAME).orElse("other")));
        }
        return Optional.of(read);
    }

    static Response json(int status, JsonObject body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body.encode())
                .build();
    }

    static Response error(int status, String error) {
        return json(status, new JsonObject().put("error", error));
    }

    /** 400 for what cannot be done. */
    static Uni<Response> answering(Supplier<Uni<Response>> work) {
        return Uni.createFrom()
                .deferred(work::get)
                .onFailure(UnfitException.class)
                .recoverWithItem(unfit -> error(400, unfit.getMessage()));
    }
}
