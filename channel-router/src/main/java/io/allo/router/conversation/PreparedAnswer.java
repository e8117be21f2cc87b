// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.router.conversation.ChatModel.Event;
import io.allo.router.conversation.ChatModel.Message;
import io.smallrye.mutiny.Multi;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model's answer to what a caller has probably said, asked for before he has finished. Only the model is asked: the tools that it
 * calls are run by the turn that takes the answer over, and nothing is recorded before. It fits a turn with the same words in a
 * conversation that has not changed; any other turn drops it. Any thread.
 */
public final class PreparedAnswer {
    /** How the words are written says nothing about them: recognisers set marks and capitals late. */
    private static final Pattern MARKS = Pattern.compile("[.,;:!?…]+(?=\\s|$)");

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final ChatModel.Request asked;
    private final HeadStart<Event> events;
    private final Consumer<ModelUsage> wasted;
    private boolean settled;

    private PreparedAnswer(ChatModel.Request asked, HeadStart<Event> events, Consumer<ModelUsage> wasted) {
        this.asked = asked;
        this.events = events;
        this.wasted = wasted;
    }

    /**
     * Asks the model as the turn would.
     *
     * @param watcher sees the answer while it comes
     */
    static PreparedAnswer ask(TurnRun.Parts parts, Conversation conversation, UserTurn guess, Consumer<Event> watcher) {
        Instant now = parts.clock().instant();
        Conversation perhaps =
                conversation.with(conversation.dialogue().append(new Message.User(guess.input(), guess.text())), now);
        ChatModel.Request request = perhaps.request(now);
        return new PreparedAnswer(
                request,
                HeadStart.of(parts.model().respond(request), watcher),
                usage -> parts.log().used(conversation, usage, parts.clock().instant()));
    }

    /** Were the same words said? Marks and capitals do not count. */
    public static boolean sameWords(String one, String other) {
        return plain(one).equals(plain(other));
    }

    private static String plain(String words) {
        String bare =
                MARKS.matcher(words.toLowerCase(Locale.ROOT).replace('’', '\'')).replaceAll(" ");
        return SPACES.matcher(bare).replaceAll(" ").strip();
    }

    /** The model, with this answer to the first request if it fits. */
    ChatModel before(ChatModel model) {
        return new ChatModel() {
            @Override
            public String name() {
                return model.name();
            }

            @Override
            public Multi<Event> respond(Request request) {
                return take(request) ? events.goOn() : model.respond(request);
            }
        };
    }

    private boolean take(ChatModel.Request request) {
        synchronized (this) {
            if (!settled && fits(request) && !events.hasFailed()) {
                settled = true;
                return true;
            }
        }
        drop();
        return false;
    }

    private boolean fits(ChatModel.Request request) {
        List<Message> now = request.messages();
        List<Message> then = asked.messages();
        return now.size() == then.size()
                && now.subList(0, now.size() - 1).equals(then.subList(0, then.size() - 1))
                && now.getLast() instanceof Message.User said
                && then.getLast() instanceof Message.User guessed
                && said.input() == guessed.input()
                && sameWords(said.text(), guessed.text())
                && request.context().equals(asked.context())
                && request.memory().equals(asked.memory());
    }

    /** Nobody wants it: the model is stopped, and what it cost until now is told. A taken one is left alone. */
    public void drop() {
        synchronized (this) {
            if (settled) {
                return;
            }
            settled = true;
        }
        @Nullable ModelUsage untold = null;
        for (Event event : events.drop()) {
            if (event instanceof Event.Used cost && cost.usage().isUntold()) {
                untold = cost.usage();
            } else if (event instanceof Event.Used cost) {
                untold = null;
                wasted.accept(cost.usage());
            }
        }
        if (untold != null) {
            wasted.accept(untold);
        }
    }
}
