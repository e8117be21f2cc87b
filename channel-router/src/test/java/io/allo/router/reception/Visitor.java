// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModel;
import io.allo.router.conversation.ChatModel.Event;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.UserTurn.Input;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A person at the reception of a salon whose tools are scripted. It is Friday 27 February 2026. */
final class Visitor {
    static final String LINE = "+33612000099";
    static final List<String> ALL_TOOLS = List.of(
            Desk.ANSWER_FAQ, Desk.LIST_SLOTS, Desk.SCHEDULE, Desk.FIND, Desk.RESCHEDULE, Desk.CANCEL, Desk.TRANSFER);
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final String SLOTS_FR = """
            s1 | lundi 2 mars 2026 | 14:00 | Europe/Paris | dans 3 jours
            s2 | mardi 3 mars 2026 | 09:30 | Europe/Paris | dans 4 jours
            s3 | mardi 3 mars 2026 | 16:00 | Europe/Paris | dans 4 jours
            s4 | mercredi 4 mars 2026 | 10:00 | Europe/Paris | dans 5 jours
            s5 | vendredi 6 mars 2026 | 11:00 | Europe/Paris | dans 7 jours
            s6 | vendredi 6 mars 2026 | 17:30 | Europe/Paris | dans 7 jours
            s7 | samedi 7 mars 2026 | 10:00 | Europe/Paris | dans 8 jours""";
    private static final String SLOTS_EN = """
            s1 | Monday, March 2, 2026 | 14:00 | Europe/Paris | in 3 days
            s2 | Tuesday, March 3, 2026 | 09:30 | Europe/Paris | in 4 days
            s3 | Tuesday, March 3, 2026 | 16:00 | Europe/Paris | in 4 days
            s4 | Wednesday, March 4, 2026 | 10:00 | Europe/Paris | in 5 days
            s5 | Friday, March 6, 2026 | 11:00 | Europe/Paris | in 7 days
            s6 | Friday, March 6, 2026 | 17:30 | Europe/Paris | in 7 days
            s7 | Saturday, March 7, 2026 | 10:00 | Europe/Paris | in 8 days""";

    final Map<String, Map<String, Object>> results = new LinkedHashMap<>();
    final List<Event.ToolCall> calls = new ArrayList<>();
    private final ChatModel model = new ReceptionModel();
    private final Channel channel;
    private final @Nullable String line;
    List<String> languages = List.of("fr", "en");
    List<String> tools = ALL_TOOLS;
    List<String> links = List.of();
    Instant now = Instant.parse("2026-02-27T10:00:00Z");
    Map<String, Object> memory = Map.of();
    Event.@Nullable Done last;
    Duration slowest = Duration.ZERO;

    Visitor(Channel channel, @Nullable String line) {
        this.channel = channel;
        this.line = line;
        results.put(Desk.ANSWER_FAQ, Map.of("success", true, "answer", "unknown"));
        results.put(
                Desk.SCHEDULE,
                Map.of("success", true, "booking_id", "b0", "service", "Coupe", "reference", "0429 1755"));
        results.put(Desk.RESCHEDULE, Map.of("success", true, "status", "moved"));
        results.put(Desk.CANCEL, Map.of("success", true, "status", "cancelled"));
        results.put(Desk.TRANSFER, Map.of("success", false, "message", "not here"));
    }

    static Visitor byWhatsApp() {
        return new Visitor(Channel.WHATSAPP, LINE);
    }

    static Visitor onTheWeb() {
        return new Visitor(Channel.WEB, null);
    }

    static Visitor calling() {
        return new Visitor(Channel.VOICE, LINE);
    }

    /** Jeudi 5 mars at 10:30. */
    Visitor withThursday() {
        return with(appointment("b1", "Coupe", "jeudi 5 mars 2026 à 10 h 30", "Thursday, March 5, 2026 at 10:30 AM"));
    }

    Visitor withThursdayAndSaturday() {
        return with(
                appointment("b1", "Coupe", "jeudi 5 mars 2026 à 10 h 30", "Thursday, March 5, 2026 at 10:30 AM"),
                appointment("b2", "Couleur", "samedi 14 mars 2026 à 9 h", "Saturday, March 14, 2026 at 9:00 AM"));
    }

    @SafeVarargs
    private Visitor with(Map<String, Object>... found) {
        results.put(Desk.FIND, Map.of("success", true, "found", true, "appointments", List.of(found)));
        return this;
    }

    private static Map<String, Object> appointment(String id, String service, String french, String english) {
        return Map.of("booking_id", id, "service", service, "spoken", french, "english", english);
    }

    Visitor withNone() {
        results.put(Desk.FIND, Map.of("success", true, "found", false, "appointments", List.of()));
        return this;
    }

    String greeted() {
        return turn(new Message.Greeting(""));
    }

    String say(String text) {
        return turn(new Message.User(channel == Channel.VOICE ? Input.SPEECH : Input.TEXT, text));
    }

    String key(String digits) {
        return turn(new Message.User(Input.KEYS, digits));
    }

    /** What the person reads or hears of one message, tools run. */
    private String turn(Message message) {
        var said = new StringBuilder();
        Message heard = message;
        for (int round = 0; round < 8; round++) {
            Event.@Nullable ToolCall call = null;
            long begun = System.nanoTime();
            for (Event event : answer(heard)) {
                switch (event) {
                    case Event.Text words -> said.append(words.delta());
                    case Event.ToolCall asked -> call = asked;
                    case Event.Used used -> throw new AssertionError("it costs nothing: " + used);
                    case Event.Done done -> {
                        memory = done.memory();
                        last = done;
                    }
                }
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
            if (call == null) {
                return said.toString().strip();
            }
            calls.add(call);
            heard = new Message.ToolResult(call.id(), call.tool(), result(call));
        }
        throw new AssertionError("no end: " + calls);
    }

    private Map<String, Object> result(Event.ToolCall call) {
        boolean english = "en".equals(call.arguments().get("language"));
        Map<String, Object> scripted = results.get(call.tool());
        if (call.tool().equals(Desk.LIST_SLOTS) && scripted == null) {
            return Map.of("success", true, "slots", List.of(Map.of()), "text", english ? SLOTS_EN : SLOTS_FR);
        }
        if (call.tool().equals(Desk.FIND) && english && scripted.get("appointments") instanceof List<?> found) {
            List<Map<String, Object>> spoken = new ArrayList<>();
            for (Object one : found) {
                Map<String, Object> row = new LinkedHashMap<>();
                ((Map<?, ?>) one).forEach((key, value) -> row.put(String.valueOf(key), value));
                row.put("spoken", row.get("english"));
                spoken.add(row);
            }
            return Map.of("success", true, "appointments", spoken);
        }
        return scripted;
    }

    private List<Event> answer(Message heard) {
        SessionConfig session = SessionConfig.of(
                "",
                tools.stream()
                        .map(name -> new ToolDefinition("function", name, "", parameters(name)))
                        .toList());
        Map<String, Object> context = line == null ? Map.of() : Map.of("caller_phone", line);
        var request = new ChatModel.Request(languages, channel, session, context, List.of(heard), memory, now, null);
        return model.respond(request).collect().asList().await().atMost(LIMIT);
    }

    private Map<String, Object> parameters(String tool) {
        return tool.equals(Writing.SEND_LINK)
                ? Map.of("type", "object", "properties", Map.of("url", Map.of("type", "string", "examples", links)))
                : Map.of();
    }

    String stage() {
        return String.valueOf(memory.get("stage"));
    }

    Visit visit() {
        return Visit.of(memory);
    }

    /** Tools that changed something, in order, with what they were given: {@code cancel b1}, {@code move b1 s5}. */
    List<String> changes() {
        return calls.stream()
                .filter(call ->
                        List.of(Desk.CANCEL, Desk.RESCHEDULE, Desk.SCHEDULE).contains(call.tool()))
                .map(call -> switch (call.tool()) {
                    case Desk.CANCEL -> "cancel " + call.arguments().get("booking_id");
                    case Desk.RESCHEDULE ->
                        "move " + call.arguments().get("booking_id") + " "
                                + call.arguments().get("slot_id");
                    default -> "book " + call.arguments().get("slot_id");
                })
                .toList();
    }
}
