// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** Who spoke in a session, in the order of their first words. */
record SessionStatistics(String sessionId, List<Speaker> speakers) {

    /** @param segments how many things he said */
    record Speaker(String id, String name, String role, int segments, Instant first, Instant last) {}

    JsonObject json() {
        JsonObject all = new JsonObject();
        speakers.forEach(one -> all.put(
                one.id(),
                new JsonObject()
                        .put("speaker_name", one.name())
                        .put("speaker_role", one.role())
                        .put("segment_count", one.segments())
                        .put("first_spoke", one.first().toString())
                        .put("last_spoke", one.last().toString())));
        return new JsonObject()
                .put("session_id", sessionId)
                .put(
                        "total_segments",
                        speakers.stream().mapToInt(Speaker::segments).sum())
                .put("speakers", all);
    }
}
