// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.planning;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.kitchen.Station;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST} and {@code PATCH /api/planning/external-loads}; a PATCH leaves absent fields as they are. */
@JsonIgnoreProperties(ignoreUnknown = true)
record ExternalLoadChange(
        @Nullable UUID id,
        @Nullable String restaurantId,
        @Nullable LoadType type,
        @Nullable LoadIntensity intensity,
        @Nullable List<String> resources,
        @Nullable Instant startAt,
        @Nullable Instant endAt,
        @Nullable String label) {
    private static final int LONGEST_LABEL = 200;
    private static final Duration LONGEST = Duration.ofDays(31);

    /** A new load needs its time; the rest has a sensible meaning when it is left out. */
    void applyToNew(ExternalLoadEntity row, Json json) {
        if (startAt == null || endAt == null) {
            throw ApiException.badRequest(
                    "startAt and endAt are required (expected: instants such as 2026-01-31T18:00:00Z)");
        }
        row.type = LoadType.OTHER.wireName();
        row.intensity = LoadIntensity.MEDIUM.wireName();
        row.resources = json.write(List.of(Station.KITCHEN.wireName()));
        row.label = "";
        applyTo(row, json);
    }

    void applyTo(ExternalLoadEntity row, Json json) {
        row.type = type == null ? row.type : type.wireName();
        row.intensity = intensity == null ? row.intensity : intensity.wireName();
        row.startAt = startAt == null ? row.startAt : startAt;
        row.endAt = endAt == null ? row.endAt : endAt;
        if (row.endAt.isBefore(row.startAt)
                || Duration.between(row.startAt, row.endAt).compareTo(LONGEST) > 0) {
            throw ApiException.badRequest("endAt is not in order (expected: after startAt, by at most 31 days)");
        }
        if (resources != null) {
            row.resources = json.write(checkedResources(resources));
        }
        if (label != null) {
            if (label.length() > LONGEST_LABEL) {
                throw ApiException.badRequest(
                        "label has " + label.length() + " characters (expected: at most " + LONGEST_LABEL + ")");
            }
            row.label = label;
        }
    }

    private static List<String> checkedResources(List<String> names) {
        if (names.isEmpty() || !Station.wireNames().containsAll(names)) {
            throw ApiException.badRequest(
                    "unknown resource (expected: some of " + String.join(", ", Station.wireNames()) + ")");
        }
        return names.stream().distinct().toList();
    }
}
