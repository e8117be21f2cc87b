// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.config.SchemaCheck;
import io.allo.toolexecutor.door.ApiException;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The stored calendars, always within an account; what a document may say is in {@code import/calendar.schema.json}. */
@ApplicationScoped
class Calendars implements PanacheRepositoryBase<CalendarEntity, UUID> {
    private static final String RESOURCE = "/import/calendar.schema.json";
    private static final String LOCK = "select 1 from calendars where id = :calendar for no key update";
    private static final int MOST = 200;

    private final SchemaCheck schema;
    private final Json json;
    private final ObjectMapper mapper;
    private final Clock clock;

    Calendars(Json json, ObjectMapper mapper, Clock clock) {
        this.json = json;
        this.mapper = mapper;
        this.clock = clock;
        try (InputStream in = Calendars.class.getResourceAsStream(RESOURCE)) {
            this.schema = new SchemaCheck(mapper.readTree(Objects.requireNonNull(in, RESOURCE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @WithSession
    Uni<List<ObjectNode>> list(String account) {
        return find("accountId = ?1 order by createdAt, id", account)
                .page(0, MOST)
                .list()
                .map(rows -> rows.stream().map(this::view).toList());
    }

    /** The account's calendar; 404 when there is none of this id. */
    @WithSession
    Uni<Calendar> require(@Nullable String id, String account) {
        return row(id, account).map(this::toCalendar);
    }

    /** Any account's, for {@code /internal/**}. */
    @WithSession
    Uni<Calendar> any(UUID id) {
        return findById(id).onItem().ifNull().failWith(Calendars::unknown).map(this::toCalendar);
    }

    Uni<CalendarEntity> row(@Nullable String id, String account) {
        if (id == null || id.isBlank()) {
            throw ApiException.badRequest("calendarId is required");
        }
        return find("id = ?1 and accountId = ?2", uuid(id), account)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(Calendars::unknown);
    }

    /** Bookings of one calendar are made one after the other until the transaction ends. */
    Uni<Integer> lock(UUID id) {
        return getSession()
                .chain(session -> session.createNativeQuery(LOCK, Integer.class)
                        .setParameter("calendar", id)
                        .getSingleResult());
    }

    /** Stores a new calendar in the current transaction; its view. */
    Uni<ObjectNode> create(UUID id, String account, JsonNode document) {
        CalendarEntity row = new CalendarEntity();
        row.id = id;
        row.accountId = account;
        row.document = json.write(checked(document));
        row.createdAt = clock.instant();
        row.updatedAt = row.createdAt;
        return persistAndFlush(row).map(this::view);
    }

    /** Stores, or replaces what is stored under this id for the same account. */
    Uni<ObjectNode> put(UUID id, String account, JsonNode document) {
        return findById(id).chain(row -> {
            if (row == null) {
                return create(id, account, document);
            }
            if (!row.accountId.equals(account)) {
                throw ApiException.conflict("the calendar belongs to another account");
            }
            row.document = json.write(checked(document));
            row.updatedAt = clock.instant();
            return flush().replaceWith(row).map(this::view);
        });
    }

    /** Changes the fields that the body names; null takes one away. */
    Uni<ObjectNode> change(String id, String account, ObjectNode change) {
        return row(id, account).chain(row -> {
            ObjectNode document = (ObjectNode) tree(row.document);
            change.properties().forEach(field -> {
                if (field.getValue().isNull()) {
                    document.remove(field.getKey());
                } else if (!Set.of("id", "accountId").contains(field.getKey())) {
                    document.set(field.getKey(), field.getValue());
                }
            });
            row.document = json.write(checked(document));
            row.updatedAt = clock.instant();
            return flush().replaceWith(row).map(this::view);
        });
    }

    private JsonNode checked(JsonNode document) {
        if (!document.isObject()) {
            throw ApiException.badRequest("a JSON body is required (expected: an object)");
        }
        schema.firstMisfit(document).ifPresent(misfit -> {
            throw ApiException.badRequest(misfit);
        });
        ObjectNode kept = document.deepCopy();
        kept.remove(List.of("id", "accountId"));
        zone(kept.path("timezone").asText());
        days(kept.path("closures"));
        Set<String> ids = new HashSet<>();
        kept.path("services").forEach(service -> {
            if (!ids.add(service.path("id").asText())) {
                throw ApiException.badRequest(
                        "two services have the id " + service.path("id").asText());
            }
        });
        return kept;
    }

    private static void zone(String name) {
        try {
            ZoneId.of(name);
        } catch (DateTimeException e) {
            throw ApiException.badRequest("timezone is unknown (expected: an IANA zone such as Europe/Paris)");
        }
    }

    private static void days(JsonNode closures) {
        try {
            closures.forEach(closure -> {
                LocalDate from = LocalDate.parse(closure.path("from").asText());
                if (LocalDate.parse(closure.path("to").asText()).isBefore(from)) {
                    throw ApiException.badRequest("a closure ends before it begins");
                }
            });
        } catch (DateTimeException e) {
            throw ApiException.badRequest("closures: there is no such day");
        }
    }

    ObjectNode view(CalendarEntity row) {
        ObjectNode view = mapper.createObjectNode().put("id", row.id.toString());
        view.setAll((ObjectNode) tree(row.document));
        return view;
    }

    private Calendar toCalendar(CalendarEntity row) {
        ObjectNode document = view(row).put("accountId", row.accountId);
        return json.read(document.toString(), Calendar.class);
    }

    private JsonNode tree(String text) {
        return json.read(text, JsonNode.class);
    }

    static UUID uuid(String id) {
        try {
            return UUID.fromString(id.strip());
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    static ApiException unknown() {
        return ApiException.notFound("unknown calendar");
    }
}
