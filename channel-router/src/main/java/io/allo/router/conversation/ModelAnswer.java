// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects one answer of a model while its text goes out piece by piece.
 *
 * @param memory null when the answer was cut short
 */
record ModelAnswer(
        String text,
        List<ChatModel.Event.ToolCall> calls,
        @Nullable Map<String, Object> memory,
        AgentEvent.@Nullable KeyEntry keyEntry) {

    /** An answer in progress; its events arrive one after the other, {@link #cut} comes from any thread. */
    static final class Collector {
        private final Consumer<String> onText;
        private final Consumer<ModelUsage> onUsage;
        private final int maxCharacters;
        private final StringBuilder text = new StringBuilder();
        private final List<ChatModel.Event.ToolCall> calls = new ArrayList<>();
        private final AtomicReference<Cancellable> subscription = new AtomicReference<>();
        private ChatModel.Event.@Nullable Done done;
        private @Nullable ModelUsage untold;
        private @Nullable UniEmitter<? super ModelAnswer> emitter;

        Collector(Consumer<String> onText, Consumer<ModelUsage> onUsage, int maxCharacters) {
            this.onText = onText;
            this.onUsage = onUsage;
            this.maxCharacters = maxCharacters;
        }

        /** Subscribes to the model. Fails when the model fails or stays silent for longer than the limit. */
        Uni<ModelAnswer> collect(ChatModel model, ChatModel.Request request, Duration silence) {
            return Uni.createFrom().emitter(target -> {
                emitter = target;
                subscription.set(model.respond(request)
                        .ifNoItem()
                        .after(silence)
                        .fail()
                        .subscribe()
                        .with(this::accept, failure -> failed(target, failure), () -> target.complete(answer())));
            });
        }

        private synchronized void accept(ChatModel.Event event) {
            switch (event) {
                case ChatModel.Event.Text piece -> append(piece.delta());
                case ChatModel.Event.ToolCall call -> calls.add(call);
                case ChatModel.Event.Used cost -> used(cost.usage());
                case ChatModel.Event.Done end -> done = end;
            }
        }

        private void used(ModelUsage usage) {
            if (usage.isUntold()) {
                untold = usage;
            } else {
                untold = null;
                onUsage.accept(usage);
            }
        }

        /** The answer is over, one way or another: nothing more will be told of its cost. */
        private synchronized void settle() {
            if (untold != null) {
                onUsage.accept(untold);
                untold = null;
            }
        }

        private void failed(UniEmitter<? super ModelAnswer> target, Throwable failure) {
            settle();
            target.fail(failure);
        }

        private void append(String delta) {
            int room = maxCharacters - text.length();
            if (room > 0 && !delta.isEmpty()) {
                String kept = delta.length() <= room ? delta : delta.substring(0, room);
                text.append(kept);
                onText.accept(kept);
            }
        }

        /** Nobody listens any more: ends an answer that only talks; one that already called a tool goes on to its end. */
        void cut() {
            synchronized (this) {
                if (!calls.isEmpty() || done != null) {
                    return;
                }
            }
            Cancellable running = subscription.get();
            if (running != null && emitter != null) {
                running.cancel();
                emitter.complete(answer());
            }
        }

        private synchronized ModelAnswer answer() {
            settle();
            return new ModelAnswer(
                    text.toString(),
                    List.copyOf(calls),
                    done == null ? null : done.memory(),
                    done == null ? null : done.keyEntry());
        }
    }
}
