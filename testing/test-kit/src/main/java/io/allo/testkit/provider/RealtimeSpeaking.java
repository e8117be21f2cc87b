// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.audio.G711;
import io.allo.audio.PcmFrames;
import io.allo.audio.Resampler;
import io.allo.audio.ToneGenerator;
import io.allo.testkit.provider.RealtimeAnswer.Part;
import io.allo.testkit.provider.RealtimeRules.Refusal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Makes the answers of one {@link RealtimePeer}, one at a time, in pieces. */
final class RealtimeSpeaking {
    private static final Duration TICK = Duration.ofMillis(20);
    /** So that pieces are no whole frames. */
    private static final int ODD = 13;

    private final RealtimePeer peer;
    private final RealtimeServer server;
    private final RealtimeItems items;
    private @Nullable Answer active;
    private boolean audioBegan;
    private int made;

    RealtimeSpeaking(RealtimePeer peer, RealtimeServer server, RealtimeItems items) {
        this.peer = peer;
        this.server = server;
        this.items = items;
    }

    boolean audioBegan() {
        return audioBegan;
    }

    @Nullable
    Refusal create(JsonNode event) {
        if (active != null) {
            return new Refusal(
                    "conversation_already_has_active_response",
                    "",
                    "Conversation already has an active response in progress: " + active.id + ".");
        }
        Refusal refusal = RealtimeRules.unknownField("response", event.path("response"));
        if (refusal != null) {
            return refusal;
        }
        Answer answer = new Answer("resp_" + ++made, server.nextAnswer());
        active = answer;
        peer.send(answer.event("response.created", "in_progress"));
        peer.later(answer.script.after(), answer::step);
        return null;
    }

    /** @param id the answer to cancel; empty: whichever is made */
    @Nullable
    Refusal cancel(String id, String reason) {
        Answer answer = active;
        if (answer == null || (!id.isEmpty() && !answer.id.equals(id))) {
            return new Refusal("response_cancel_not_active", "", "Cancellation failed: no active response found");
        }
        answer.cut(reason);
        return null;
    }

    void interrupted() {
        if (active != null) {
            active.cut("turn_detected");
        }
    }

    void stop() {
        active = null;
    }

    private final class Answer {
        final String id;
        final RealtimeAnswer script;
        private final Deque<Part> parts;
        private final ArrayNode output = RealtimePeer.JSON.createArrayNode();
        private @Nullable ObjectNode item;
        private byte[] audio = {};
        private int sent;
        private long audioMs;
        private long audioMsOfItem;
        private String words = "";

        Answer(String id, RealtimeAnswer script) {
            this.id = id;
            this.script = script;
            this.parts = new ArrayDeque<>(script.parts());
        }

        void step() {
            if (active != this) {
                return;
            }
            if (item != null) {
                speak();
            } else if (parts.isEmpty()) {
                end(script.status(), null);
                return;
            } else {
                begin(parts.remove());
            }
            if (active == this) {
                peer.later(TICK, this::step);
            }
        }

        private void begin(Part part) {
            switch (part) {
                case Part.Speech speech ->
                    beginSpeech(speech.words(), ToneGenerator.sine(440, Duration.ofMillis(speech.ms()), -18));
                case Part.Clip clip -> beginSpeech(clip.words(), clip.pcm());
                case Part.Call call -> call(call);
            }
        }

        private void beginSpeech(String said, short[] pcm) {
            ObjectNode message = RealtimePeer.JSON
                    .createObjectNode()
                    .put("id", items.newId())
                    .put("object", "realtime.item")
                    .put("type", "message")
                    .put("status", "in_progress")
                    .put("role", "assistant");
            message.putArray("content");
            item = message;
            audio = encode(pcm);
            sent = 0;
            words = said;
            itemEvent("response.output_item.added", message);
            items.add(message, false);
            partEvent("response.content_part.added");
            peer.send(ids("response.output_audio_transcript.delta").put("delta", said));
        }

        private void speak() {
            int perMs = RealtimeVad.bytesPerMs(peer.outputFormat());
            int end = Math.min(audio.length, sent + server.audioPerTick() * perMs - ODD);
            byte[] piece = Arrays.copyOfRange(audio, sent, end);
            server.outgoing().accept(sent, piece);
            sent = end;
            audioBegan = true;
            items.sounded(requireItem().path("id").asText(), sent / perMs - audioMsOfItem);
            audioMs += sent / perMs - audioMsOfItem;
            audioMsOfItem = sent / perMs;
            peer.send(ids("response.output_audio.delta")
                    .put("delta", Base64.getEncoder().encodeToString(piece)));
            if (sent >= audio.length) {
                peer.send(ids("response.output_audio.done"));
                peer.send(ids("response.output_audio_transcript.done").put("transcript", words));
                partEvent("response.content_part.done");
                finishItem("completed");
            }
        }

        private void finishItem(String status) {
            ObjectNode finished = requireItem().put("status", status);
            itemEvent("response.output_item.done", finished);
            items.done(finished);
            output.add(finished.deepCopy());
            item = null;
            audioMsOfItem = 0;
        }

        private void call(Part.Call call) {
            ObjectNode function = RealtimePeer.JSON
                    .createObjectNode()
                    .put("id", items.newId())
                    .put("object", "realtime.item")
                    .put("type", "function_call")
                    .put("status", "in_progress")
                    .put("call_id", call.callId())
                    .put("name", call.name())
                    .put("arguments", "");
            itemEvent("response.output_item.added", function);
            items.add(function, false);
            function.put("arguments", call.arguments());
            item = function;
            peer.send(ids("response.function_call_arguments.delta")
                    .put("call_id", call.callId())
                    .put("delta", call.arguments()));
            peer.send(ids("response.function_call_arguments.done")
                    .put("call_id", call.callId())
                    .put("name", call.name())
                    .put("arguments", call.arguments()));
            finishItem(call.status());
        }

        void cut(String reason) {
            if (item != null) {
                finishItem("incomplete");
            }
            end("cancelled", reason);
        }

        private void end(String status, @Nullable String reason) {
            active = null;
            ObjectNode done = event("response.done", status);
            ObjectNode response = (ObjectNode) done.path("response");
            response.set("output", output);
            if (reason != null) {
                response.putObject("status_details").put("type", status).put("reason", reason);
            } else if (script.errorCode() != null) {
                ObjectNode details = response.putObject("status_details").put("type", status);
                details.putObject("error").put("type", "server_error").put("code", script.errorCode());
            }
            usage(response.putObject("usage"));
            peer.send(done);
            ObjectNode limits = peer.event("rate_limits.updated");
            limits.putArray("rate_limits")
                    .addObject()
                    .put("name", "requests")
                    .put("limit", 1000)
                    .put("remaining", server.remaining())
                    .put("reset_seconds", 60);
            peer.send(limits);
        }

        private void usage(ObjectNode usage) {
            long outAudio = audioMs / 50;
            usage.put("total_tokens", 160 + outAudio).put("input_tokens", 150).put("output_tokens", 10 + outAudio);
            ObjectNode in = usage.putObject("input_token_details")
                    .put("text_tokens", 100)
                    .put("audio_tokens", 50)
                    .put("image_tokens", 0)
                    .put("cached_tokens", 64);
            in.putObject("cached_tokens_details")
                    .put("text_tokens", 40)
                    .put("audio_tokens", 24)
                    .put("image_tokens", 0);
            usage.putObject("output_token_details").put("text_tokens", 10).put("audio_tokens", outAudio);
        }

        ObjectNode event(String type, String status) {
            ObjectNode event = peer.event(type);
            ObjectNode response = event.putObject("response")
                    .put("object", "realtime.response")
                    .put("id", id)
                    .put("status", status)
                    .putNull("status_details");
            response.putArray("output");
            return event;
        }

        private ObjectNode ids(String type) {
            return peer.event(type)
                    .put("response_id", id)
                    .put("item_id", requireItem().path("id").asText())
                    .put("output_index", output.size())
                    .put("content_index", 0);
        }

        private ObjectNode requireItem() {
            if (item == null) {
                throw new IllegalStateException("no item is being made");
            }
            return item;
        }

        private void itemEvent(String type, ObjectNode which) {
            ObjectNode event = peer.event(type).put("response_id", id).put("output_index", output.size());
            event.set("item", which.deepCopy());
            peer.send(event);
        }

        private void partEvent(String type) {
            ObjectNode event = ids(type);
            event.putObject("part").put("type", "audio").put("transcript", words);
            peer.send(event);
        }
    }

    private byte[] encode(short[] pcm) {
        return switch (peer.outputFormat()) {
            case "audio/pcma" -> G711.encodeAlaw(pcm);
            case "audio/pcmu" -> G711.encodeUlaw(pcm);
            default -> PcmFrames.toLittleEndian(new Resampler(8_000, 24_000).resample(pcm));
        };
    }
}
