// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.egress.EgressClient;
import io.allo.egress.EgressRequest;
import io.allo.egress.EgressResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A CRM with one JSON document for each site; where its fields stand is configured. */
final class RestCrm implements Crm {
    private static final List<String> TEXTS =
            List.of("client", "since", "installer", "subscription", "last_incident", "notes");
    private static final int UNKNOWN = 404;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String url;
    private final CrmConfig.Connection config;
    private final EgressClient egress;

    RestCrm(String url, CrmConfig.Connection config, EgressClient egress) {
        this.url = url;
        this.config = config;
        this.egress = egress;
    }

    @Override
    public Uni<Optional<JsonObject>> site(String account, String key) {
        URI address =
                URI.create(url.replace("{id}", URLEncoder.encode(key, UTF_8).replace("+", "%20")));
        Map<String, String> headers = new HashMap<>(Map.of("Accept", "application/json"));
        config.token().ifPresent(token -> headers.put("Authorization", "Bearer " + token));
        return egress.send(EgressRequest.get(address, headers, config.timeout()))
                .onFailure()
                .transform(failure -> new SilentException(failure.getClass().getSimpleName()))
                .map(this::read);
    }

    private Optional<JsonObject> read(EgressResponse answer) {
        if (answer.status() == UNKNOWN) {
            return Optional.empty();
        }
        if (answer.status() != 200) {
            throw new SilentException("status " + answer.status());
        }
        try {
            return Optional.of(site(MAPPER.readTree(answer.body().getBytes())));
        } catch (IOException e) {
            throw new SilentException("no JSON");
        }
    }

    private JsonObject site(JsonNode document) {
        JsonObject site = new JsonObject();
        for (String name : TEXTS) {
            JsonNode value = document.at(pointer(name));
            if (value.isValueNode() && !value.isNull()) {
                site.put(name, value.asText());
            }
        }
        JsonNode cameras = document.at(pointer("cameras"));
        if (cameras.canConvertToInt()) {
            site.put("cameras", cameras.intValue());
        }
        JsonNode equipment = document.at(pointer("equipment"));
        if (equipment.isArray()) {
            JsonArray all = new JsonArray();
            equipment.forEach(one -> all.add(new JsonObject()
                    .put("name", one.at(item("name")).asText(""))
                    .put("quantity", one.at(item("quantity")).asInt(1))
                    .put("kind", one.at(item("kind")).asText("other"))));
            site.put("equipment", all);
        }
        return site;
    }

    private String pointer(String field) {
        return config.fields().getOrDefault(field, "/" + field);
    }

    private String item(String field) {
        return config.fields().getOrDefault("equipment." + field, "/" + field);
    }
}
