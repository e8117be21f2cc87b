// SPDX-License-Identifier: Apache-2.0
package io.allo.router.chatmodel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.router.chatmodel.ChatFailure.Kind;
import io.allo.router.conversation.ChatModel.Event;
import io.allo.router.conversation.ChatModel.Request;
import io.allo.router.conversation.ModelUsage;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One answer on its way: sends the request, again if it failed before a word was said, and asks the model to repeat tool calls
 * whose arguments were broken. Everything runs on one context; only {@link #cancel} comes from anywhere.
 */
final class ChatAnswer {
    private static final Logger LOG = Logger.getLogger(ChatAnswer.class);
    private static final int MOST_BROKEN = 2;

    private final String model;
    private final OpenAiChatModel.Parts parts;
    private final Request request;
    private final MultiEmitter<? super Event> out;
    private final Context context;
    private final ObjectNode body;
    private final long begun = System.nanoTime();
    private ChatServerClient.@Nullable Running running;
    private boolean said;
    private boolean over;
    private int repeated;
    private int broken;

    ChatAnswer(String model, OpenAiChatModel.Parts parts, Request request, MultiEmitter<? super Event> out) {
        this.model = model;
        this.parts = parts;
        this.request = request;
        this.out = out;
        this.context = parts.vertx().getOrCreateContext();
        this.body = parts.requests().body(request);
    }

    void begin() {
        context.runOnContext(ignored -> send());
    }

    void cancel() {
        context.runOnContext(ignored -> {
            if (over) {
                return;
            }
            over = true;
            parts.meters().answered(model, "interrupted");
            if (running != null) {
                running.cancel();
            }
        });
    }

    private void send() {
        if (!over) {
            running = parts.server().send(context, Buffer.buffer(body.toString()), new Attempt());
        }
    }

    /** One request and what comes back. */
    private final class Attempt implements ChatServerClient.Listener {
        private final AnswerReader reader = parts.requests().reader();
        private boolean billed;

        @Override
        public void event(String name, String data) {
            String words = reader.read(name, data);
            if (!billed) {
                billed = true;
                out.emit(new Event.Used(ModelUsage.untold(reader.model())));
            }
            if (!words.isEmpty()) {
                say(words);
            }
        }

        @Override
        public void ended() {
            try {
                List<CallParts.Whole> calls = reader.end();
                reader.usage().ifPresent(usage -> out.emit(new Event.Used(usage)));
                if (calls.stream()
                        .allMatch(
                                call -> call.arguments() != null && !call.name().isEmpty())) {
                    finish(reader.text(), calls);
                } else {
                    askAgain(reader.text(), calls);
                }
            } catch (ChatFailure failure) {
                failed(failure);
            }
        }

        @Override
        public void failed(ChatFailure failure) {
            reader.usage().ifPresent(usage -> out.emit(new Event.Used(usage)));
            retryOrFail(failure);
        }
    }

    private void say(String words) {
        if (!said) {
            said = true;
            parts.meters().firstWords(model, spent());
        }
        out.emit(new Event.Text(words));
    }

    private void finish(String text, List<CallParts.Whole> calls) {
        over = true;
        if (!calls.isEmpty() && !text.isEmpty() && !Character.isWhitespace(text.charAt(text.length() - 1))) {
            out.emit(new Event.Text(" ")); // the turn goes on after the tools' results, joined without separator
        }
        for (CallParts.Whole call : calls) {
            if (call.arguments() != null) {
                out.emit(new Event.ToolCall(call.id(), call.name(), call.arguments()));
            }
        }
        parts.meters().answered(model, "ok");
        out.emit(new Event.Done(request.memory(), null));
        out.complete();
    }

    private void askAgain(String text, List<CallParts.Whole> calls) {
        if (++broken > MOST_BROKEN) {
            fail(new ChatFailure(Kind.BROKEN_CALLS, "arguments that are no JSON object, " + broken + " times"));
            return;
        }
        parts.requests().appendBroken(body, text, calls);
        send();
    }

    private void retryOrFail(ChatFailure failure) {
        if (over) {
            return;
        }
        Duration pause =
                said ? null : parts.retries().pause(failure, repeated, spent()).orElse(null);
        if (pause == null) {
            fail(failure);
            return;
        }
        repeated++;
        LOG.infof("%s is asked again (%s)", model, failure.getMessage());
        parts.meters().repeated(model);
        parts.vertx().setTimer(Math.max(1, pause.toMillis()), fired -> send());
    }

    private void fail(ChatFailure failure) {
        over = true;
        parts.meters().answered(model, failure.kind().name().toLowerCase(Locale.ROOT));
        out.fail(failure);
    }

    private Duration spent() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
