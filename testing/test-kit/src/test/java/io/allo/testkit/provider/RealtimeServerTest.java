// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stand-in refuses what the real server refuses. */
class RealtimeServerTest {
    private static final RealtimeServer SERVER = new RealtimeServer();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
        HTTP.close();
    }

    @ParameterizedTest
    @CsvSource({
        "?model=gpt-realtime,wrong,401",
        "'',sk-stand-in,400",
        "?model=gpt-realtime&intent=transcription,sk-stand-in,400",
        "?model=gpt-realtime,sk-stand-in,101"
    })
    void theHandshakeNeedsAKeyAndExactlyOnePurpose(String query, String key, int status) {
        assertThat(handshake(query, key)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | invalid_json",
                "{} | missing_required_parameter type",
                "{'type':'session.start'} | invalid_value type",
                "{'type':'session.update','session':{'instructions':'x'}} | missing_required_parameter session.type",
                "{'type':'session.update','session':{'type':'realtime','temperature':0.7}} | unknown_parameter session.temperature",
                "{'type':'session.update','session':{'type':'realtime','audio':{'output':{'voice':'nova'}}}}"
                        + " | invalid_value session.audio.output.voice",
                "{'type':'session.update','session':{'type':'realtime','audio':{'input':{'format':{'type':'audio/pcm','rate':8000}}}}}"
                        + " | invalid_value session.audio.input.format.rate",
                "{'type':'session.update','session':{'type':'realtime','audio':{'input':{'format':{'type':'audio/pcma','rate':8000}}}}}"
                        + " | unknown_parameter session.audio.input.format.rate",
                "{'type':'session.update','session':{'type':'realtime','tools':[{'type':'function','function':{'name':'x'}}]}}"
                        + " | invalid_value session.tools[0].name",
                "{'type':'session.update','session':{'type':'realtime','output_modalities':['audio','text']}}"
                        + " | invalid_value session.output_modalities",
                "{'type':'session.update','session':{'type':'realtime','reasoning':{'effort':'low'}}} | invalid_value session.reasoning",
                "{'type':'input_audio_buffer.append','audio':'***'} | invalid_value audio",
                "{'type':'input_audio_buffer.append'} | missing_required_parameter audio",
                "{'type':'input_audio_buffer.commit'} | input_audio_buffer_commit_empty",
                "{'type':'response.cancel'} | response_cancel_not_active",
                "{'type':'response.create','response':{'temperature':1}} | unknown_parameter response.temperature",
                "{'type':'conversation.item.truncate','item_id':'item_9','content_index':0,'audio_end_ms':1}"
                        + " | item_truncate_invalid_item_id item_id",
                "{'type':'conversation.item.create','item':{'type':'function_call_output','call_id':'c','output':'{}'}}"
                        + " | invalid_tool_call_id item.call_id",
                "{'type':'conversation.item.create','item':{'type':'message','role':'assistant',"
                        + "'content':[{'type':'input_text','text':'x'}]}} | invalid_value item.content[0].type",
                "{'type':'conversation.item.delete','item_id':'item_9'} | invalid_value item_id"
            })
    void whatIsWrongIsRefusedAndNamed(String event, String refusal) {
        // Given
        SERVER.reset();
        WebSocket socket = connect("?model=gpt-realtime", RealtimeServer.KEY);
        Awaitility.await().until(() -> SERVER.sessions().size() == 1);

        // When
        socket.sendText(event.strip().replace('\'', '"'), true).join();

        // Then
        Awaitility.await().until(() -> !SERVER.session().refusals().isEmpty());
        assertThat(SERVER.session().refusals().getFirst().strip()).isEqualTo(refusal.strip());
    }

    @Test
    void oneAnswerAtATimeAndNoNewVoiceAfterTheFirstSound() {
        // Given
        SERVER.reset();
        SERVER.otherwise(RealtimeAnswer.says("Oui.", 10_000));
        SERVER.audioPerTick(100);
        WebSocket socket = connect("?model=gpt-realtime", RealtimeServer.KEY);

        // When
        socket.sendText("{\"type\":\"response.create\"}", true).join();
        socket.sendText("{\"type\":\"response.create\"}", true).join();
        Awaitility.await().until(() -> SERVER.session().refusals().size() == 1);
        Awaitility.await().until(() -> {
            socket.sendText(
                            "{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\","
                                    + "\"audio\":{\"output\":{\"voice\":\"sage\"}}}}",
                            true)
                    .join();
            return SERVER.session().refusals().size() > 1;
        });
        socket.sendText(
                        "{\"type\":\"conversation.item.truncate\",\"item_id\":\"item_1\",\"content_index\":0,"
                                + "\"audio_end_ms\":90000}",
                        true)
                .join();

        // Then
        Awaitility.await().until(() -> SERVER.session().refusals().contains("invalid_value audio_end_ms"));
        assertThat(SERVER.session().refusals())
                .contains(
                        "conversation_already_has_active_response ", "cannot_update_voice session.audio.output.voice");
    }

    private static int handshake(String query, String key) {
        SERVER.reset();
        try {
            WebSocket socket = connect(query, key);
            Awaitility.await().until(() -> SERVER.sessions().size() == 1);
            socket.abort();
            return 101;
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    private static WebSocket connect(String query, String key) {
        return HTTP.newWebSocketBuilder()
                .header("Authorization", "Bearer " + key)
                .buildAsync(URI.create(SERVER.baseUrl() + "/realtime" + query), new WebSocket.Listener() {})
                .join();
    }
}
