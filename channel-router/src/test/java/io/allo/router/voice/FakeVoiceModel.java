// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.VoiceEvent;
import io.allo.router.conversation.VoiceModel;
import io.allo.router.conversation.VoiceSession;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A speech-to-speech model whose words the test speaks. */
final class FakeVoiceModel implements VoiceModel, VoiceSession {
    static final String NAME = "gpt-realtime";
    /** {@code user …}, {@code respond …}, {@code cancel}, {@code heardOnly item ms}, in order. */
    final List<String> told = new ArrayList<>();

    int heardBytes;
    int voicedBytes;
    int opened;
    boolean closed;

    @Nullable
    Opening opening;

    @Nullable
    Consumer<VoiceEvent> events;

    Uni<VoiceSession> session = Uni.createFrom().item(this);

    @Override
    public boolean serves(String model) {
        return NAME.equals(model);
    }

    @Override
    public Uni<VoiceSession> open(Opening wanted, Consumer<VoiceEvent> listener) {
        opened++;
        opening = wanted;
        events = listener;
        return session;
    }

    void event(VoiceEvent event) {
        events.accept(event);
    }

    /** So many milliseconds of an item. */
    void speaks(String item, String words, int ms) {
        event(new VoiceEvent.Words(item, words));
        event(new VoiceEvent.Audio(item, new byte[ms * 8]));
        event(new VoiceEvent.ItemEnded(item));
        event(new VoiceEvent.Said(item, words));
    }

    void ends() {
        ends(VoiceEvent.ResponseEnded.Outcome.COMPLETE);
    }

    void ends(VoiceEvent.ResponseEnded.Outcome outcome) {
        event(new VoiceEvent.ResponseEnded(outcome, ModelUsage.ofText(NAME, 10, 5, 0)));
    }

    @Override
    public void hear(byte[] g711) {
        heardBytes += g711.length;
        voicedBytes += g711[0] == CompandingLaw.ALAW.silence ? 0 : g711.length;
    }

    @Override
    public void user(String text) {
        told.add("user " + text);
    }

    @Override
    public void note(String text) {
        told.add("note " + text);
    }

    @Override
    public void respond(@Nullable String instruction) {
        told.add(instruction == null ? "respond" : "respond " + instruction);
    }

    @Override
    public void toolResult(String callId, Map<String, Object> result) {
        told.add("result " + callId + " " + result);
    }

    @Override
    public void cancel() {
        told.add("cancel");
    }

    @Override
    public void heardOnly(String item, long playedMs) {
        told.add("heardOnly " + item + " " + playedMs);
    }

    @Override
    public void close() {
        closed = true;
    }
}
