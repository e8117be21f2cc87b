// SPDX-License-Identifier: Apache-2.0
package io.allo.router.guard;

import io.allo.router.conversation.Apologies;
import io.allo.router.conversation.ChatModel;
import io.allo.router.conversation.SpokenLanguage;
import io.smallrye.mutiny.Multi;
import java.util.ArrayList;
import java.util.List;

/** A model whose answers are read before they go out. What a leak is followed by is not heard, and not remembered either. */
public final class GuardedChatModel implements ChatModel {
    /** Of the context: what a supervisor tells the agent and nobody else. */
    private static final String SUPERVISOR = "supervisor";

    private final ChatModel model;
    private final GuardMeters meters;

    public GuardedChatModel(ChatModel model, GuardMeters meters) {
        this.model = model;
        this.meters = meters;
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public Multi<Event> respond(Request request) {
        return Multi.createFrom().deferred(() -> {
            Reading reading = new Reading(request);
            return model.respond(request)
                    .onItem()
                    .transformToIterable(reading::event)
                    .onCompletion()
                    .continueWith(reading::end);
        });
    }

    /** One answer. */
    private final class Reading {
        private final LeakWatch watch;
        private final String refusal;
        private boolean begun;
        private boolean refused;

        Reading(Request request) {
            this.watch = LeakWatch.over(request.session(), request.context().get(SUPERVISOR));
            this.refusal = Apologies.CONFIDENTIAL.in(SpokenLanguage.of(request.languages(), request.messages()));
        }

        List<Event> event(Event event) {
            List<Event> out = new ArrayList<>();
            switch (event) {
                case Event.Text text -> told(watch.pass(text.delta()), out);
                case Event.Done done -> {
                    out.addAll(end());
                    out.add(done);
                }
                case Event.ToolCall call -> out.add(call);
                case Event.Used used -> out.add(used);
            }
            return out;
        }

        List<Event> end() {
            List<Event> out = new ArrayList<>();
            told(watch.rest(), out);
            return out;
        }

        private void told(String words, List<Event> out) {
            if (!words.isEmpty()) {
                begun = true;
                out.add(new Event.Text(words));
            }
            if (watch.leaked() && !refused) {
                refused = true;
                meters.withheld(model.name());
                out.add(new Event.Text(begun ? " " + refusal : refusal));
            }
        }
    }
}
