// SPDX-License-Identifier: Apache-2.0
package io.allo.router.chatmodel;

import static io.allo.router.chatmodel.ChatWorld.LIMIT;
import static io.allo.router.chatmodel.ChatWorld.calls;
import static io.allo.router.chatmodel.ChatWorld.request;
import static io.allo.router.chatmodel.ChatWorld.said;
import static io.allo.router.chatmodel.ChatWorld.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModel;
import io.allo.router.conversation.ChatModel.Event;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.UserTurn;
import io.allo.testkit.provider.ChatReply;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** D22: a chat model over a real socket, against the strict stand-in. */
class OpenAiChatModelTest {
    private final ChatWorld world = new ChatWorld();

    @AfterEach
    void close() {
        assertThat(world.server.refusals())
                .as("requests that the real server refuses")
                .isEmpty();
        world.close();
    }

    @Test
    void wordsComeInPiecesAndTheUsageIsReported() {
        world.server.then(ChatReply.text("Bien ", "sûr, ", "à midi.").byteByByte());

        List<Event> events = world.answer(said("Une table à midi ?"));

        assertThat(events)
                .containsExactly(
                        new Event.Used(ModelUsage.untold("gpt-4o-mini-2024-07-18")),
                        new Event.Text("Bien "),
                        new Event.Text("sûr, "),
                        new Event.Text("à midi."),
                        new Event.Used(ModelUsage.ofText("gpt-4o-mini-2024-07-18", 82, 17, 64)),
                        new Event.Done(Map.of(ChatWorld.DATA_UNTOUCHED, 1), null));
    }

    @Test
    void thePromptTellsChannelAndLanguagesAndTheToolsAreNested() {
        world.answer(new Message.Greeting(""));

        JsonNode sent = world.server.requests().getFirst();
        JsonNode messages = sent.path("messages");
        assertThat(messages.path(0).path("role").asText()).isEqualTo("system");
        assertThat(messages.path(0).path("content").asText())
                .startsWith("Tu es l'accueil.")
                .contains("telephone", "fr, en", "Thursday 1 January 1970, 01:00 (Europe/Paris)");
        assertThat(messages.path(1).path("role").asText()).isEqualTo("user");
        assertThat(sent.path("tools"))
                .extracting(tool -> tool.path("function").path("name").asText())
                .containsExactly("check_availability", "end_call");
        assertThat(sent.has("temperature")).isFalse();
    }

    @Test
    void theTemperatureThatTheAgentAsksForIsSent() {
        ChatModel.Request plain = request(Channel.VOICE, said("Bonjour"));
        ChatWorld.answer(
                world.model(),
                new ChatModel.Request(
                        plain.languages(),
                        plain.channel(),
                        plain.session(),
                        plain.context(),
                        plain.messages(),
                        plain.memory(),
                        plain.now(),
                        0.2));

        assertThat(world.server.requests().getFirst().path("temperature").asDouble())
                .isEqualTo(0.2);
    }

    @Test
    void aWrittenGreetingIsShownAsItIsWithoutAskingTheModel() {
        List<Event> events =
                ChatWorld.answer(world.model(), request(Channel.WEB, new Message.Greeting("Bienvenue chez Luigi !")));

        assertThat(text(events)).isEqualTo("Bienvenue chez Luigi !");
        assertThat(world.server.requests()).isEmpty();
    }

    @Test
    void callsAndResultsArePairedHoweverTheHistoryMixesThem() {
        String longId = "12-" + "x".repeat(90);
        world.answer(
                new Message.ToolResult("lost", "check_availability", Map.of("success", true)),
                said("Une table"),
                new Message.Agent("Je regarde. "),
                new Message.ToolCall(longId, "check_availability", Map.of("people", 4)),
                new Message.ToolCall("13-b", "check_availability", Map.of("people", 5)),
                said("Alors ?"),
                new Message.ToolResult("13-b", "check_availability", Map.of("free", true)),
                new Message.ToolCall("14-c", "end_call", Map.of()),
                new Message.User(UserTurn.Input.KEYS, "12"));

        JsonNode messages = world.server.requests().getFirst().path("messages");
        assertThat(messages)
                .extracting(message -> message.path("role").asText())
                .containsExactly("system", "user", "assistant", "tool", "tool", "user", "assistant", "tool", "user");
        assertThat(messages.path(4).path("content").asText()).contains("free");
        assertThat(messages.path(3).path("content").asText()).contains("no result is known");
        assertThat(messages.path(8).path("content").asText()).isEqualTo("[keys] 12");
    }

    @Test
    void aToolCallIsPutTogetherFromItsFragments() {
        world.server.then(ChatReply.call("call_1", "check_availability", "{\"peo", "ple\":", "4}"));

        assertThat(calls(world.answer(said("Pour quatre"))))
                .containsExactly(new Event.ToolCall("call_1", "check_availability", Map.of("people", 4)));
    }

    @Test
    void serversThatDifferAreUnderstood() {
        world.server.then(
                ChatReply.chunks( // whole calls in one chunk, no index, arguments as an object, finish_reason stop
                                "[{\"delta\":{\"content\":\"Un instant.\",\"tool_calls\":["
                                        + "{\"function\":{\"name\":\"check_availability\",\"arguments\":{\"people\":2}}},"
                                        + "{\"function\":{\"name\":\"end_call\"}}]},\"finish_reason\":\"stop\"}]")
                        .withoutDone(),
                new ChatReply.Body( // not streamed at all
                        "application/json",
                        "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Bonjour\"},\"finish_reason\":\"stop\"}],"
                                + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}"));

        List<Event> tools = world.answer(said("Deux"));
        List<Event> whole = world.answer(said("Bonjour"));

        assertThat(text(tools)).isEqualTo("Un instant. ");
        assertThat(calls(tools))
                .containsExactly(
                        new Event.ToolCall("call1", "check_availability", Map.of("people", 2)),
                        new Event.ToolCall("call2", "end_call", Map.of()));
        assertThat(text(whole)).isEqualTo("Bonjour");
        assertThat(whole).contains(new Event.Used(ModelUsage.ofText(ChatWorld.MODEL, 3, 1, 0)));
    }

    @Test
    void cutArgumentsAreNotExecutedAndTheModelIsTold() {
        world.server.then(
                ChatReply.chunks(
                        "[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":"
                                + "\"check_availability\",\"arguments\":\"{\\\"people\\\":\"}}]},\"finish_reason\":null}]",
                        ChatReply.finish("length")),
                ChatReply.call("b", "check_availability", "{\"people\":4}"));

        List<Event> events = world.answer(said("Quatre"));

        assertThat(calls(events)).containsExactly(new Event.ToolCall("b", "check_availability", Map.of("people", 4)));
        JsonNode told = world.server.requests().getLast().path("messages");
        assertThat(told.path(told.size() - 1).path("content").asText()).contains("not executed");
        assertThat(events)
                .filteredOn(event ->
                        event instanceof Event.Used used && !used.usage().isUntold())
                .hasSize(2);
    }

    @Test
    void hangingUpClosesTheConnection() {
        world.server.then(ChatReply.text("a ".repeat(200).split("(?<= )")).after(Duration.ZERO, Duration.ofMillis(20)));
        AtomicInteger pieces = new AtomicInteger();

        Cancellable listening =
                world.model().respond(request(said("Raconte"))).subscribe().with(event -> pieces.incrementAndGet());
        await().atMost(LIMIT).until(() -> pieces.get() > 2);
        listening.cancel();

        await().atMost(LIMIT).until(() -> world.server.aborted() == 1);
    }
}
