// SPDX-License-Identifier: Apache-2.0
package io.allo.router.guard;

import io.allo.contracts.session.SessionConfig;
import io.allo.router.conversation.VoiceEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The same for a speech-to-speech model: its words come with its audio, and where they wait the audio waits too. One session, one
 * thread.
 */
final class SpokenGuard {
    private final SessionConfig session;
    private final GuardMeters meters;
    private final String model;
    private final Consumer<VoiceEvent> listener;
    private final Deque<VoiceEvent> waiting = new ArrayDeque<>();
    private final StringBuilder heard = new StringBuilder();
    private @Nullable String item;
    private @Nullable LeakWatch watch;
    private @Nullable String forbidden;

    /**
     * @param listener gets what may be heard
     */
    SpokenGuard(SessionConfig session, String model, GuardMeters meters, Consumer<VoiceEvent> listener) {
        this.session = session;
        this.model = model;
        this.meters = meters;
        this.listener = listener;
    }

    /** An event of the model, in order. */
    void event(VoiceEvent event) {
        switch (event) {
            case VoiceEvent.Words words -> words(words);
            case VoiceEvent.Audio audio -> {
                if (watch != null && watch.holding() && audio.item().equals(item)) {
                    waiting.add(audio);
                } else if (!audio.item().equals(forbidden)) {
                    listener.accept(audio);
                }
            }
            case VoiceEvent.ItemEnded end -> {
                finish(end.item());
                listener.accept(end);
            }
            case VoiceEvent.Said said -> {
                finish(said.item());
                listener.accept(
                        said.item().equals(forbidden) ? new VoiceEvent.Said(said.item(), heard.toString()) : said);
            }
            default -> listener.accept(event);
        }
    }

    private void words(VoiceEvent.Words words) {
        if (words.item().equals(forbidden)) {
            return;
        }
        if (!words.item().equals(item)) {
            release();
            item = words.item();
            watch = LeakWatch.over(session);
            heard.setLength(0);
        }
        LeakWatch reading = watch;
        if (reading != null) {
            told(words.item(), reading.pass(words.delta()));
            if (reading.leaked()) {
                withhold(words.item());
            } else if (!reading.holding()) {
                release();
            }
        }
    }

    private void told(String of, String words) {
        if (!words.isEmpty()) {
            heard.append(words);
            listener.accept(new VoiceEvent.Words(of, words));
        }
    }

    private void withhold(String leaking) {
        waiting.clear();
        forbidden = leaking;
        meters.withheld(model);
        listener.accept(new VoiceEvent.Withheld(leaking));
    }

    private void finish(String ended) {
        if (ended.equals(item) && watch != null && !ended.equals(forbidden)) {
            told(ended, watch.rest());
            if (watch.leaked()) {
                withhold(ended);
            }
            release();
        }
    }

    private void release() {
        while (!waiting.isEmpty()) {
            listener.accept(waiting.remove());
        }
    }
}
