// SPDX-License-Identifier: Apache-2.0
package io.allo.router.chatmodel;

import static io.allo.router.chatmodel.ChatWorld.LIMIT;
import static io.allo.router.chatmodel.ChatWorld.request;
import static io.allo.router.chatmodel.ChatWorld.said;
import static io.allo.router.chatmodel.ChatWorld.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.allo.router.chatmodel.ChatFailure.Kind;
import io.allo.router.conversation.ChatModel;
import io.allo.router.conversation.ChatModel.Event;
import io.allo.testkit.provider.ChatReply;
import io.smallrye.mutiny.Multi;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server may do wrong, and that a caller hears something all the same. */
class ChatFailuresTest {
    private final ChatWorld world = new ChatWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private Kind failure(ChatModel model) {
        try {
            ChatWorld.answer(model, request(said("Bonjour")));
        } catch (ChatFailure failure) {
            return failure.kind();
        }
        throw new AssertionError("it answered");
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error, REJECTED",
        "403, forbidden, CREDENTIALS",
        "404, model_not_found, UNKNOWN_MODEL",
        "422, unprocessable, REJECTED",
        "429, insufficient_quota, QUOTA",
        "302, moved, REJECTED"
    })
    void whatCannotGetBetterIsAskedOnce(int status, String code, Kind kind) {
        world.server.then(ChatReply.refused(status, code));

        assertThat(failure(world.model())).isEqualTo(kind);
        assertThat(world.server.requests()).hasSize(1);
    }

    @Test
    void aWrongKeyFailsAtOnce() {
        assertThat(failure(world.model(ChatWorld.MODEL, "sk-wrong", world.server.baseUrl())))
                .isEqualTo(Kind.CREDENTIALS);
        assertThat(world.server.refusals()).containsExactly("wrong key");
    }

    @ParameterizedTest
    @CsvSource({"429, rate_limit_exceeded", "500, server_error", "503, overloaded", "408, timeout", "409, conflict"})
    void whatPassesIsAskedAgainAsTheServerOrders(int status, String code) {
        world.server.then(
                new ChatReply.Refused(status, code, Map.of("retry-after-ms", "5")), ChatReply.text("Bonjour"));

        assertThat(text(world.answer(said("Bonjour")))).isEqualTo("Bonjour");
        assertThat(world.server.requests()).hasSize(2);
    }

    @Test
    void nobodyWaitsForAMinute() {
        world.server.then(new ChatReply.Refused(429, "rate_limit_exceeded", Map.of("retry-after", "30")));

        assertThat(failure(world.model())).isEqualTo(Kind.BUSY);
        assertThat(world.server.requests()).hasSize(1);
    }

    @Test
    void theServerMayForbidARetry() {
        world.server.then(new ChatReply.Refused(500, "server_error", Map.of("x-should-retry", "false")));

        assertThat(failure(world.model())).isEqualTo(Kind.SERVER);
    }

    @Test
    void aLostConnectionIsTriedAgainOnlyBeforeTheFirstWord() {
        world.server.then(new ChatReply.Closed(), ChatReply.text().thenCut(), ChatReply.text("Bonjour"));
        assertThat(text(world.answer(said("Bonjour")))).isEqualTo("Bonjour");

        world.server.then(ChatReply.chunks("[{\"index\":0,\"delta\":{\"content\":\"Je \"}}]")
                .ending(Duration.ofMillis(50))
                .thenCut());
        List<Event> heard = new CopyOnWriteArrayList<>();
        assertThatThrownBy(() -> world.model()
                        .respond(request(said("Encore")))
                        .onItem()
                        .invoke(heard::add)
                        .collect()
                        .asList()
                        .await()
                        .atMost(LIMIT))
                .isInstanceOf(ChatFailure.class);
        assertThat(heard).containsSequence(new Event.Text("Je ")).hasSize(2);
        assertThat(world.server.requests()).hasSize(4);
    }

    @Test
    void anErrorWithinTheStreamIsAFailureEvenAfterWords() {
        String words = "[{\"index\":0,\"delta\":{\"content\":\"Je \"}}]";
        world.server.then(ChatReply.chunks(words, "!data: {\"error\":{\"message\":\"overloaded\"}}\n\n"));
        assertThat(failure(world.model())).isEqualTo(Kind.SERVER);

        world.server.then(ChatReply.chunks(words, "!event: error\ndata: {}\n\n"));
        assertThat(failure(world.model())).isEqualTo(Kind.SERVER);
    }

    @Test
    void garbageIsNoAnswer() {
        world.server.then(ChatReply.chunks("!data: {\"choices\":[{\n\n"));
        assertThat(failure(world.model())).isEqualTo(Kind.GARBAGE);

        world.server.then(new ChatReply.Body("application/json", "<html>"));
        assertThat(failure(world.model())).isEqualTo(Kind.GARBAGE);

        world.server.then(ChatReply.chunks(
                "!: comment\nretry: 3\n\ndata: \"ping\"\n\ndata: null\n\n", ChatReply.finish("content_filter")));
        assertThat(failure(world.model())).isEqualTo(Kind.FILTERED);
    }

    @Test
    void aServerThatSaysNothingIsGivenUpInTime() {
        world.server.then(ChatReply.text("zu spät").after(Duration.ofSeconds(5), Duration.ZERO));

        assertThat(failure(world.model())).isEqualTo(Kind.SILENT);
        assertThat(world.server.requests()).hasSize(1);
    }

    @Test
    void brokenCallsAreAskedForTwiceAgainAndNeverRun() {
        ChatReply broken = ChatReply.call("a", "check_availability", "[1");
        world.server.then(broken, broken, broken);

        assertThat(failure(world.model())).isEqualTo(Kind.BROKEN_CALLS);
        assertThat(world.server.requests()).hasSize(3);
    }

    @Test
    void aFailureIsNotSpelledOutWithThePeoplesWords() {
        world.server.then(ChatReply.refused(400, "evil code: bonjour"));

        assertThatThrownBy(() -> world.answer(said("bonjour"))).hasMessageNotContaining("bonjour");
    }

    @Test
    void anotherModelAnswersWithinTheTurnAndTheDeadOneIsLeftAlone() {
        ChatModel dead = world.model(ChatWorld.MODEL, "k", "http://127.0.0.1:1/v1");
        ChatModel model = FallbackChatModel.of(
                dead,
                List.of(world.model(), new Talker()),
                one -> new Rest(Clock.systemUTC(), Duration.ofMinutes(1)),
                world.chatMeters);

        world.server.then(ChatReply.refused(401, "invalid_api_key"), ChatReply.text("Moi"), ChatReply.text("Moi"));

        assertThat(text(ChatWorld.answer(model, request(said("1"))))).isEqualTo("built in");
        assertThat(text(ChatWorld.answer(model, request(said("2"))))).isEqualTo("Moi");
        long before = System.nanoTime();
        assertThat(text(ChatWorld.answer(model, request(said("3"))))).isEqualTo("Moi");
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .as("the dead server was not asked: a refused connection is repeated twice")
                .isLessThan(Duration.ofMillis(700));
    }

    @Test
    void nobodyFinishesAnothersSentence() {
        ChatModel model = FallbackChatModel.of(
                world.model(),
                List.of(new Talker()),
                one -> new Rest(Clock.systemUTC(), Duration.ofMinutes(1)),
                world.chatMeters);
        world.server.then(ChatReply.chunks("[{\"index\":0,\"delta\":{\"content\":\"Je \"}}]", "!data: {{\n\n"));

        assertThat(failure(model)).isEqualTo(Kind.GARBAGE);
    }

    /** Stands in for the built-in model. */
    private static final class Talker implements ChatModel {
        @Override
        public String name() {
            return "built-in";
        }

        @Override
        public Multi<Event> respond(Request request) {
            return Multi.createFrom().items(new Event.Text("built in"), new Event.Done(Map.of(), null));
        }
    }
}
