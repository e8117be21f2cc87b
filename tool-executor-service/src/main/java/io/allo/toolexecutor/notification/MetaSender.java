// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.contracts.provider.MetaErrors;
import io.allo.toolexecutor.config.Json;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * WhatsApp by Meta's Cloud API, from the account's number where that is Meta's. It begins the conversation, and when the person wrote
 * last is not known here, so an approved template is used whenever one is configured. The API knows no idempotency key: an attempt
 * without an answer is not repeated.
 */
@ApplicationScoped
@Priority(10)
class MetaSender implements MessageSender {
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final int LONGEST_VARIABLE = 1024;
    private static final HttpFailures.Meanings META = new HttpFailures.Meanings() {
        @Override
        public String advice(int code, int status) {
            return MetaErrors.advice(code);
        }

        @Override
        public boolean passes(int code, int status) {
            return MetaErrors.passes(code) || status == TOO_MANY || status == UNAVAILABLE;
        }
    };

    private final MetaMessagesClient client;
    private final MetaConfig meta;
    private final NotificationConfig config;
    private final Json json;

    MetaSender(@RestClient MetaMessagesClient client, MetaConfig meta, NotificationConfig config, Json json) {
        this.client = client;
        this.meta = meta;
        this.config = config;
        this.json = json;
    }

    @Override
    public String provider() {
        return "meta";
    }

    @Override
    public boolean isFor(Outgoing message) {
        return message.channel().equals(Outgoing.WHATSAPP)
                && given(meta.accessToken()).isPresent()
                && number(message).isPresent();
    }

    @Override
    public Uni<Result> send(UUID id, Outgoing message) {
        Optional<String> number = number(message);
        Optional<String> token = given(meta.accessToken());
        if (number.isEmpty() || token.isEmpty()) {
            return Uni.createFrom().item(new Result.Never(0, "no access token and phone number id are configured"));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("messaging_product", "whatsapp");
        body.put("recipient_type", "individual");
        body.put("to", message.recipient().substring(1));
        body.putAll(content(message));
        return Uni.createFrom()
                .deferred(() -> client.send(number.get(), "Bearer " + token.get(), body))
                .ifNoItem()
                .after(config.sendTimeout())
                .fail()
                .<Result>map(answer -> new Result.Sent(
                        answer.path("messages").path(0).path("id").asText(null)))
                .onFailure()
                .recoverWithItem(failure -> HttpFailures.of(failure, "Meta", META, this::code));
    }

    private Map<String, Object> content(Outgoing message) {
        Outgoing.Content content = message.content();
        Optional<String> own = given(Optional.ofNullable(meta.templates().get(message.kind())));
        if (own.isPresent()) {
            return template(own.get(), content.language(), content.variables());
        }
        return given(meta.template())
                .map(name -> template(name, content.language(), List.of(content.body())))
                .orElseGet(() -> Map.of("type", "text", "text", Map.of("body", content.body(), "preview_url", false)));
    }

    private Map<String, Object> template(String name, String language, List<String> variables) {
        String code = meta.templateLanguages().getOrDefault(language, language);
        List<Map<String, String>> parameters = variables.stream()
                .map(value -> Map.of("type", "text", "text", oneLine(value)))
                .toList();
        return Map.of(
                "type",
                "template",
                "template",
                Map.of(
                        "name",
                        name,
                        "language",
                        Map.of("code", code),
                        "components",
                        List.of(Map.of("type", "body", "parameters", parameters))));
    }

    /** A template's variables have one line. */
    private static String oneLine(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST_VARIABLE ? line : line.substring(0, LONGEST_VARIABLE - 1) + "…";
    }

    private int code(String body) {
        return json.read(body, JsonNode.class).path("error").path("code").asInt();
    }

    private Optional<String> number(Outgoing message) {
        return message.sender() == null
                ? given(meta.phoneNumberId())
                : given(Optional.ofNullable(meta.numbers().get(message.sender())));
    }

    private static Optional<String> given(Optional<String> value) {
        return value.map(String::strip).filter(text -> !text.isEmpty());
    }
}
