// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin;

import io.allo.contracts.session.SessionConfig;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModel.Event;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ChatModel.Request;
import io.allo.router.conversation.UserTurn.Input;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replays one case in writing, with tools that always succeed. Mutable, lives for one case. */
final class UnseenReplay {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final Instant NOW = Instant.parse("2026-03-10T16:30:00Z");
    private static final int MOST_DEFAULTS = 6;

    private final BuiltInChatModel model;
    private final SessionConfig session;
    private final boolean french;
    private final List<Message> messages = new ArrayList<>();
    private final List<Event.ToolCall> calls = new ArrayList<>();
    private Map<String, Object> before = Map.of();
    private Map<String, Object> memory = Map.of();
    private String said = "";

    /** What happened in the last turn. */
    record Outcome(Map<String, Object> before, Map<String, Object> after, String said, List<Event.ToolCall> calls) {}

    UnseenReplay(BuiltInChatModel model, SessionConfig session, boolean french) {
        this.model = model;
        this.session = session;
        this.french = french;
    }

    Outcome play(UnseenCase wanted) {
        wanted.before().forEach(this::say);
        for (int i = 0; i < MOST_DEFAULTS && !isThere(wanted.state()); i++) {
            String answer = usual(on(), String.valueOf(focus().get("part")));
            if (answer == null) {
                break;
            }
            say(answer);
        }
        say(wanted.say());
        return new Outcome(before, memory, said, List.copyOf(calls));
    }

    private boolean isThere(String state) {
        return switch (state) {
            case "recap" -> on().equals("AwaitingConsent");
            case "booking:recap" -> "AwaitingConsent".equals(focus().get("step"));
            case "ordered", "booked" -> on().equals("Idle");
            default -> true;
        };
    }

    /** The answer to a question that the set's author did not foresee at this place. */
    private @Nullable String usual(String on, String part) {
        return switch (on) {
            case "ChoosingType" -> french ? "à emporter" : "takeaway";
            case "AskingFirstName" -> "Martin";
            case "AskingAddress" -> "12 rue de Rivoli, 75004 Paris";
            case "Table" ->
                switch (part) {
                    case "NAME" -> "Martin";
                    case "PHONE" -> "06 12 34 56 78";
                    case "GUESTS" -> french ? "quatre personnes" : "four people";
                    default -> french ? "samedi 14 mars à 20 heures" : "Saturday 14 March at 8 pm";
                };
            default -> null;
        };
    }

    private String on() {
        return String.valueOf(focus().get("on"));
    }

    private Map<?, ?> focus() {
        return memory.get("focus") instanceof Map<?, ?> focus ? focus : Map.of();
    }

    private void say(String words) {
        before = memory;
        said = "";
        calls.clear();
        String text = words.startsWith("[") ? "" : words;
        messages.add(new Message.User(Input.TEXT, text));
        Event.ToolCall call = respond();
        while (call != null) {
            calls.add(call);
            messages.add(new Message.ToolCall(call.id(), call.tool(), call.arguments()));
            messages.add(new Message.ToolResult(call.id(), call.tool(), result(call)));
            call = call.tool().equals("end_call") ? null : respond();
        }
    }

    private Event.@Nullable ToolCall respond() {
        Request request = new Request(
                french ? List.of("fr", "en") : List.of("en", "fr"),
                Channel.WHATSAPP,
                session,
                Map.of("caller_phone", "+33612345678"),
                List.copyOf(messages),
                memory,
                NOW,
                null);
        Event.ToolCall call = null;
        for (Event event : model.respond(request).collect().asList().await().indefinitely()) {
            switch (event) {
                case Event.Text text -> {
                    said += text.delta();
                    messages.add(new Message.Agent(text.delta()));
                }
                case Event.ToolCall called -> call = called;
                case Event.Done done -> memory = done.memory();
                case Event.Used used -> throw new AssertionError("the built-in model costs nothing: " + used);
            }
        }
        return call;
    }

    private static Map<String, Object> result(Event.ToolCall call) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("success", true);
        switch (call.tool()) {
            case "check_availability" -> {
                String asked = String.valueOf(call.arguments().getOrDefault("requested_time", "18:30"));
                LocalTime time = LocalTime.parse(asked.substring(asked.indexOf('T') + 1));
                LocalDate next = NOW.atZone(PARIS)
                        .toLocalDate()
                        .plusDays(time.isAfter(NOW.atZone(PARIS).toLocalTime()) ? 0 : 1);
                LocalDate day = asked.contains("T") ? LocalDate.parse(asked.substring(0, 10)) : next;
                result.put("available", true);
                result.put("mode", call.arguments().get("mode"));
                result.put("estimatedTime", time.toString());
                result.put(
                        "estimatedTimeISO",
                        day.atTime(time).atZone(PARIS).toInstant().toString());
            }
            case "confirm_order" -> result.put("order_number", 42);
            case "confirm_reservation" -> result.put("reservation_id", "r1");
            case "check_order_status" -> {
                result.put("found", true);
                result.put(
                        "orders", List.of(Map.of("orderNumber", 42, "status", "pending", "itemsSummary", "1 x Reine")));
            }
            case "lookup_reservation" -> {
                result.put("found", true);
                result.put(
                        "reservations",
                        List.of(Map.of(
                                "id", "r1",
                                "customerName", "Martin",
                                "partySize", 4,
                                "reservationTime", "2026-03-14T19:00:00Z",
                                "status", "confirmed")));
            }
            default -> {}
        }
        return result;
    }
}
