// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.Handoffs;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.UserTurn;
import io.allo.router.vapi.VapiDoor.NotProvenException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/** Vapi's model speaks: it gets our session, its tools are run here, its transcript becomes our record. Fails for nobody who is admitted. */
@ApplicationScoped
class ServerAnswers {
    private static final Logger LOG = Logger.getLogger(ServerAnswers.class);
    private static final int FIRST_EPOCH = 1;

    private final ConversationEngine engine;
    private final VapiConfig config;
    private final VapiReport report;
    private final ObjectMapper json;
    private final Clock clock;

    ServerAnswers(ConversationEngine engine, VapiConfig config, VapiReport report, ObjectMapper json, Clock clock) {
        this.engine = engine;
        this.report = report;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    /** @param admit throws {@link NotProvenException} for a conversation that the message may not reach */
    Uni<Map<String, Object>> answer(VapiMessage message, String fallbackNumber, Consumer<Opened> admit) {
        if (message.callId().isEmpty()) {
            return Uni.createFrom().item(ClassicAnswers.NOTHING);
        }
        Uni<Opened> opened = engine.open(message.contact(fallbackNumber)).invoke(admit);
        Uni<Map<String, Object>> answer = switch (message.type()) {
            case "assistant-request" -> opened.map(this::assistant);
            case "tool-calls" -> opened.chain(open -> tools(open.key(), message));
            case "transfer-destination-request" -> opened.map(ServerAnswers::destination);
            case "transcript", "transcript[transcriptType=\"final\"]" ->
                opened.chain(open -> transcript(open.key(), message)).replaceWith(ClassicAnswers.NOTHING);
            case "end-of-call-report" ->
                opened.chain(open -> report.received(open.key(), message.body()))
                        .replaceWith(ClassicAnswers.NOTHING);
            case "status-update" ->
                message.body().path("status").asText().equals("ended")
                        ? opened.invoke(open -> report.statusEnded(open.key(), message.body()))
                                .replaceWith(ClassicAnswers.NOTHING)
                        : Uni.createFrom().item(ClassicAnswers.NOTHING);
            default -> Uni.createFrom().item(ClassicAnswers.NOTHING);
        };
        return answer.onFailure(failure -> !(failure instanceof NotProvenException))
                .recoverWithItem(failure -> {
                    LOG.errorf(failure, "Vapi's %s of call %s failed", message.type(), message.callId());
                    return message.type().equals("assistant-request") ? nobody() : ClassicAnswers.NOTHING;
                });
    }

    static Map<String, Object> nobody() {
        return Map.of("error", "Sorry, nobody can take this call right now.");
    }

    /** Who puts every caller through to a person gets no assistant. */
    private Map<String, Object> assistant(Opened opened) {
        SessionConfig session = opened.session();
        if (session.transferAutomatic() && !transferNumber(opened).isEmpty()) {
            return destination(opened);
        }
        List<Map<String, Object>> tools = session.tools().stream()
                .filter(tool -> !Handoffs.NAME.equals(tool.name())) // Vapi's model stays who it is
                .map(ServerAnswers::tool)
                .toList();
        List<Map<String, Object>> messages = List.of(
                Map.of("role", "system", "content", session.systemPrompt()),
                Map.of("role", "user", "content", session.greeting()));
        Map<String, Object> model =
                Map.of("provider", "openai", "model", config.model(), "messages", messages, "tools", tools);
        Map<String, Object> assistant = new LinkedHashMap<>();
        assistant.put("firstMessageMode", "assistant-speaks-first-with-model-generated-message");
        assistant.put("model", model);
        assistant.put("serverMessages", List.of("tool-calls", "transcript", "status-update", "end-of-call-report"));
        if (opened.agent().maxCallDurationSec() > 0) {
            assistant.put("maxDurationSeconds", opened.agent().maxCallDurationSec());
        }
        return Map.of("assistant", assistant);
    }

    private static Map<String, Object> tool(ToolDefinition tool) {
        return Map.of(
                "type",
                "function",
                "function",
                Map.of("name", tool.name(), "description", tool.description(), "parameters", tool.parameters()));
    }

    /** One after the other: a later one may need what an earlier one left. */
    private Uni<Map<String, Object>> tools(ConversationKey key, VapiMessage message) {
        List<JsonNode> calls = StreamSupport.stream(
                        message.body().path("toolCallList").spliterator(), false)
                .toList();
        return Multi.createFrom()
                .iterable(calls)
                .onItem()
                .transformToUniAndConcatenate(call -> tool(key, call))
                .collect()
                .asList()
                .map(results -> Map.of("results", results));
    }

    private Uni<Map<String, Object>> tool(ConversationKey key, JsonNode call) {
        String id = call.path("id").asText("");
        String name =
                call.path("function").path("name").asText(call.path("name").asText(""));
        Map<String, Object> arguments;
        try {
            arguments = arguments(call);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Uni.createFrom().item(failed(id, name, "the arguments are no JSON object"));
        }
        return engine.runTool(key, FIRST_EPOCH, new Message.ToolCall(id, name, arguments))
                .map(done -> Map.<String, Object>of("toolCallId", id, "name", name, "result", line(done.result())))
                .onFailure()
                .recoverWithItem(failure -> failed(id, name, name + " is unavailable, outcome unknown"));
    }

    /** As text or as an object, in the one place or the other. */
    private Map<String, Object> arguments(JsonNode call) throws JsonProcessingException {
        JsonNode given = call.path("function").path("arguments");
        if (given.isMissingNode()) {
            given = call.path("parameters");
        }
        JsonNode object = given.isTextual() ? json.readTree(given.asText()) : given;
        if (object.isMissingNode() || object.isNull()) {
            return Map.of();
        }
        if (!object.isObject()) {
            throw new IllegalArgumentException("no object");
        }
        return json.convertValue(object, json.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
    }

    private static Map<String, Object> failed(String id, String name, String error) {
        return Map.of("toolCallId", id, "name", name, "error", error);
    }

    private String line(Map<String, Object> result) {
        try {
            return json.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tool's result is JSON", e);
        }
    }

    private static Map<String, Object> destination(Opened opened) {
        String number = transferNumber(opened);
        return number.isEmpty()
                ? Map.of("error", "no transfer number is configured")
                : Map.of("destination", Map.of("type", "number", "number", number));
    }

    private static String transferNumber(Opened opened) {
        String ofSession = opened.session().transferPhoneNumber();
        String number =
                ofSession == null || ofSession.isBlank() ? opened.agent().transferNumber() : ofSession;
        return number == null ? "" : number.strip();
    }

    private Uni<Void> transcript(ConversationKey key, VapiMessage message) {
        JsonNode body = message.body();
        String words = body.path("transcript").asText("").strip();
        boolean partial = body.path("transcriptType").asText("final").equals("partial");
        if (partial || words.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (body.path("role").asText().equals("assistant")) {
            return engine.said(key, words);
        }
        String id = "vapi-" + body.path("timestamp").asText(Integer.toString(words.hashCode()));
        return engine.heard(key, new UserTurn(id, UserTurn.Input.SPEECH, words, clock.instant(), FIRST_EPOCH));
    }
}
