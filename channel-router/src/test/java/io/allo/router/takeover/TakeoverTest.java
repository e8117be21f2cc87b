// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import io.allo.router.channel.OutboundMessage;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.stubs.StubSessionConfig;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** People of the business take written conversations over: real database, inbox and HTTP, the providers' stand-ins. */
@QuarkusTest
class TakeoverTest extends TakeoverWorld {
    @Test
    void aPersonAsksIsAnsweredByAPersonAndHandedBack() {
        assertThat(says("une reine")).isEqualTo("you said une reine");
        assertThat(says("Je voudrais parler à un humain.")).isEqualTo(ASKED);
        String id = waiting();

        // what is written meanwhile is kept, and nobody pays for it
        assertThat(says("allô ?")).isEmpty();
        assertThat(model.requests()).hasSize(1);
        assertThat(rows("select count(*) from model_usage where conversation_id = $1", id))
                .isZero();

        await().atMost(LIMIT)
                .untilAsserted(() -> inbox("/" + id)
                        .body("conversation.state", equalTo("waiting"))
                        .body("conversation.reason", equalTo("keyword"))
                        .body("messages.role", hasItems("user", "agent"))
                        .body("messages.text", hasItem("allô ?")));
        post(id, "take", Map.of("name", "Marie"))
                .statusCode(200)
                .body("state", equalTo("held"))
                .body("holder.name", equalTo("Marie"));
        says("c'est pour un devis");
        await().atMost(LIMIT).untilAsserted(() -> inbox("/" + id).body("conversation.unread", greaterThan(0)));
        post(id, "read", Map.of()).statusCode(204);

        reply(id, "k1", "Bonjour, ici Marie.").statusCode(202).body("role", equalTo("human"));
        reply(id, "k1", "Bonjour, ici Marie.").statusCode(202); // the same once more
        await().atMost(LIMIT).until(() -> twilio.sentTo(person).size() == 1);
        assertThat(twilio.sentTo(person).getFirst().body()).isEqualTo("Bonjour, ici Marie.");
        await().atMost(LIMIT)
                .untilAsserted(() -> inbox("/" + id)
                        .body("messages[0].delivery", equalTo("accepted"))
                        .body("messages[0].author", equalTo("Marie"))
                        .body("messages.findAll { it.role == 'human' }.size()", equalTo(1)));

        post(id, "hand-back", Map.of()).statusCode(200).body("summary", containsString("Marie: Bonjour, ici Marie."));
        assertThat(says("merci")).isEqualTo("you said merci");
        assertThat(model.requests().getLast().context().get("colleague").toString())
                .contains("A colleague (Marie)", "Person: c'est pour un devis", "Marie: Bonjour, ici Marie.");
        assertThat(model.requests().getLast().messages().toString()).contains("c'est pour un devis", "ici Marie");
        inbox("/" + id).body("conversation.state", equalTo("agent"));
        assertThat(twilio.sentTo(person)).hasSize(1);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(sessions.audited())
                        .contains(
                                "key:" + StubSessionConfig.ACCOUNT + " conversation.taken conversation:" + id,
                                "key:" + StubSessionConfig.ACCOUNT + " conversation.replied conversation:" + id,
                                "key:" + StubSessionConfig.ACCOUNT + " conversation.handed-back conversation:" + id));
        given().header("X-API-Key", KEY).get("/api/conversations/" + id).then().body("turns.role", hasItem("human"));
    }

    @Test
    void whoWritesEnglishIsToldSoInEnglish() {
        assertThat(says("I want to speak to a human please"))
                .isEqualTo("I am asking a colleague to answer you here. Please bear with us for a moment.");
    }

    @Test
    void theModelMayAskAndHisReasonIsShown() {
        model.then(ScriptedModel.call("talk_to_human", Map.of("reason", "Allergie grave")));
        assertThat(says("j'ai une allergie")).isEqualTo(ASKED);
        inbox("/" + waiting())
                .body("conversation.reason", equalTo("tool"))
                .body("conversation.note", equalTo("Allergie grave"));
    }

    @Test
    void failedToolsAndMissesAndAbuseAskToo() {
        assertThat(says("bande de gros con")).isEqualTo(ASKED);
        inbox("/" + waiting()).body("conversation.reason", equalTo("abuse"));
    }

    @Test
    void onePersonIsSilentOnAllChannelsAndAnsweredWhereHeWroteLast() {
        says(Channel.WHATSAPP, "twilio", TOGETHER, "bonjour", Map.of());
        assertThat(says(Channel.SMS, "twilio-sms", TOGETHER, "un humain", Map.of()))
                .isEqualTo(ASKED);
        String id = waiting("sms");
        assertThat(says(Channel.WHATSAPP, "twilio", TOGETHER, "vous êtes là ?", Map.of()))
                .isEmpty();

        String chat = waiting("whatsapp"); // he has moved
        post(chat, "take", Map.of()).statusCode(200);
        await().atMost(LIMIT)
                .untilAsserted(() -> inbox("/" + id)
                        .body("conversation.state", equalTo("held"))
                        .body("messages.channel", hasItems("sms", "whatsapp"))
                        .body("messages.text", hasItems("bonjour", "un humain", "vous êtes là ?")));
        reply(id, "k", "Je vous écris ici").statusCode(202).body("channel", equalTo("whatsapp"));
        await().atMost(LIMIT)
                .until(() -> twilio.sentTo(person).stream()
                        .anyMatch(one -> one.body().equals("Je vous écris ici")));
        post(id, "hand-back", Map.of()).statusCode(200);
        assertThat(says(Channel.SMS, "twilio-sms", TOGETHER, "merci", Map.of())).isEqualTo("you said merci");
    }

    @Test
    void apartAreTheChannelsOfAnAgentThatKeepsThemApart() {
        says("un humain");
        assertThat(says(Channel.SMS, "twilio-sms", CALLED, "bonjour", Map.of())).isEqualTo("you said bonjour");
    }

    @Test
    void outsideOfTheHoursTheAgentGoesOnAndItIsKeptWhoWanted() {
        assertThat(says(OUTSIDE, "un humain")).startsWith("Notre équipe n'est pas disponible pour le moment.");
        assertThat(says(OUTSIDE, "une reine")).isEqualTo("you said une reine");
        String id = only("missed");
        inbox("/" + id).body("conversation.state", equalTo("missed"));
        post(id, "close", Map.of()).statusCode(204);
        inbox("/" + id).body("conversation.state", equalTo("agent"));
    }

    @Test
    void whenNobodyComesThePersonIsToldOnceAndTheAgentGoesOn() {
        says("un humain");
        String id = waiting();
        late(id);

        await().atMost(LIMIT).until(() -> twilio.sentTo(person).size() == 1);
        assertThat(twilio.sentTo(person).getFirst().body()).startsWith("Personne n'a pu se libérer");
        await().atMost(LIMIT).untilAsserted(() -> inbox("/" + id).body("conversation.state", equalTo("missed")));
        assertThat(says("une reine")).isEqualTo("you said une reine");
        assertThat(twilio.sentTo(person)).hasSize(1);
    }

    @Test
    void aModelSumsUpWhatTheColleagueSaidAndWithoutOneTheLastLinesDo() {
        says("un humain");
        String id = waiting();
        post(id, "take", Map.of("name", "Marie"));
        model.then(ScriptedModel.say("Marie a promis "), ScriptedModel.say("un devis."));
        post(id, "hand-back", Map.of()).statusCode(200).body("summary", containsString("Marie a promis un devis."));
        assertThat(model.requests().getLast().session().tools()).isEmpty();

        says("un humain");
        post(id, "take", Map.of("name", "Marie")).statusCode(200);
        model.thenDo(request -> Multi.createFrom().failure(new IllegalStateException("away")));
        post(id, "hand-back", Map.of()).statusCode(200).body("summary", containsString("Person: un humain"));
    }

    @Test
    void theDeskThatAnswersByRulesHandsOverInWritingAndBeginsAnewAfterwards() {
        says(DESK, "bande de gros con");
        String id = waiting();
        post(id, "take", Map.of());
        post(id, "hand-back", Map.of()).statusCode(200).body("summary", containsString("The last lines"));
        assertThat(says(DESK, "bonjour")).isNotBlank().isNotEqualTo(ASKED);
    }

    @Test
    void aConversationThatItsHolderHasLeftGoesBackToTheAgent() {
        says("un humain");
        String id = waiting();
        post(id, "take", Map.of()).statusCode(200);
        run("update takeover set seen_at = now() - interval '25 hours' where conversation_id = $1", id);

        await().atMost(LIMIT).untilAsserted(() -> inbox("/" + id).body("conversation.state", equalTo("agent")));
        assertThat(says("une reine")).isEqualTo("you said une reine");
    }

    @Test
    void orItWaitsOn() {
        says(WAITS, "un humain");
        String id = waiting();
        late(id);

        await().atMost(LIMIT).until(() -> twilio.sentTo(person).size() == 1);
        assertThat(twilio.sentTo(person).getFirst().body()).contains("Laissez votre message ici");
        assertThat(says(WAITS, "c'est urgent")).isEmpty();
        inbox("/" + id).body("conversation.state", equalTo("waiting"));
    }

    @Test
    void anAnswerOfATurnThatWasRunningWhenSomebodyCameIsDropped() {
        says("bonjour");
        String id = conversation();
        CompletableFuture<Void> thinking = new CompletableFuture<>();
        CompletableFuture<Void> go = new CompletableFuture<>();
        model.thenDo(request -> {
            thinking.complete(null);
            return Uni.createFrom()
                    .completionStage(go)
                    .onItem()
                    .transformToMulti(_ -> Multi.createFrom().item(ScriptedModel.say("je réponds trop tard")));
        });
        CompletableFuture<OutboundMessage> answer = CompletableFuture.supplyAsync(
                () -> answer(accept(Channel.WHATSAPP, "twilio", CALLED, "et alors ?", Map.of())));
        thinking.join();

        post(id, "take", Map.of("name", "Marie")).statusCode(200);
        go.complete(null);

        assertThat(answer.join().text()).isEmpty();
        assertThat(twilio.sentTo(person)).isEmpty();
        reply(id, "k", "Me voici").statusCode(202);
        await().atMost(LIMIT).until(() -> twilio.sentTo(person).size() == 1);
        post(id, "hand-back", Map.of()).statusCode(200);
        says("merci");
        assertThat(model.requests().getLast().messages().toString())
                .doesNotContain("trop tard")
                .contains("Me voici");
    }

    @Test
    void aCallerIsNeverLeftInSilence() {
        says(Channel.SMS, "twilio-sms", TOGETHER, "un humain", Map.of());
        String call = "call-" + UUID.randomUUID();
        var opened = engine.open(new Contact(Channel.VOICE, TOGETHER, person, call))
                .await()
                .atMost(LIMIT);
        var ended = engine.userTurn(
                        opened.key(),
                        new io.allo.router.conversation.UserTurn(
                                "t", io.allo.router.conversation.UserTurn.Input.SPEECH, "allô", Instant.now()))
                .collect()
                .last()
                .await()
                .atMost(LIMIT);
        assertThat(ended.toString()).contains("you said allô");
    }
}
