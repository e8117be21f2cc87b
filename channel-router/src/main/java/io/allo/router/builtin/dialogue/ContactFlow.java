// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.intent.Heard;
import io.allo.router.builtin.intent.Intent;
import io.allo.router.builtin.slot.Slot;
import io.allo.router.builtin.slot.SlotSchema;
import io.allo.router.builtin.wording.Phrase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Messages, call-back requests, handing over to a person, and the end of the conversation. Stateless. */
final class ContactFlow {
    private static final int MAX_MESSAGE = 1000;
    private static final String CALLBACK = "callback_request";

    /** "Je voudrais laisser un message", "pouvez-vous me rappeler ?" */
    Reply message(Turn turn, Heard heard) {
        if (!turn.business().offers(Tools.LEAVE_MESSAGE)) {
            return turn.say(Phrase.CANNOT_DO).focusOn(new Focus.Idle());
        }
        if (turn.keysOnly()) {
            return callback(turn, turn.reply());
        }
        boolean callback =
                heard.isTop(Intent.CALLBACK) && turn.business().callerPhone().isPresent();
        return callback
                ? leave(turn, turn.reply(), heard.text(), CALLBACK)
                : turn.reply().focusOn(new Focus.Contact.AskingMessage());
    }

    /** "Je voudrais parler à quelqu'un" */
    Reply human(Turn turn) {
        if (!turn.business().offers(Tools.TRANSFER_CALL)) {
            return offerMessage(turn, turn.say(Phrase.NOBODY_AVAILABLE));
        }
        Map<String, Object> arguments = Map.of("reason", turn.text(Phrase.TRANSFER_REASON));
        return turn.say(Phrase.TRANSFERRING)
                .call(
                        Tools.TRANSFER_CALL,
                        Results.declared(turn.business(), Tools.TRANSFER_CALL, arguments),
                        new Focus.Contact.Transferring());
    }

    /** Something could not be done: offers a message where there is that tool. */
    Reply offerMessage(Turn turn, Reply reply) {
        if (!turn.business().offers(Tools.LEAVE_MESSAGE)) {
            return reply.focusOn(new Focus.Idle());
        }
        return turn.keysOnly() ? callback(turn, reply) : reply.focusOn(new Focus.Contact.OfferingMessage());
    }

    /** Says goodbye and ends the conversation in the same answer. */
    Reply goodbye(Turn turn, Reply reply) {
        return end(turn, reply.say(turn.text(Phrase.GOODBYE)));
    }

    /** Hangs up or closes the chat after what is said, where the session allows it. */
    Reply end(Turn turn, Reply reply) {
        return turn.business().offers(Tools.END_CALL)
                ? reply.call(Tools.END_CALL, Map.of(), new Focus.Ended())
                : reply.focusOn(new Focus.Ended()).rest();
    }

    /** Stores a message; the category is the proposed one where the tool's schema allows it. */
    Reply leave(Turn turn, Reply reply, String content, String category) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("content", content);
        message.put("category", allowed(turn, category));
        turn.business().customerName().ifPresent(name -> message.put("caller_name", name));
        return reply.call(
                Tools.LEAVE_MESSAGE,
                Results.declared(turn.business(), Tools.LEAVE_MESSAGE, message),
                new Focus.Contact.LeavingMessage(category.equals(CALLBACK)));
    }

    @Nullable
    Reply heard(Turn turn, Focus.Contact focus, Heard heard) {
        return switch (focus) {
            case Focus.Contact.AskingMessage _ -> content(turn, heard);
            case Focus.Contact.OfferingCallback _ -> yesOrNo(turn, heard, () -> requestCallback(turn));
            case Focus.Contact.OfferingMessage _ -> yesOrNo(turn, heard, () -> message(turn, heard));
            // A turn in the middle of a tool call: the worker that waited for the result is gone.
            case Focus.Contact.LeavingMessage _ ->
                turn.say(Phrase.OUTCOME_UNKNOWN).focusOn(new Focus.Idle());
            case Focus.Contact.Transferring _ -> null;
        };
    }

    Reply result(Turn turn, Focus.Contact focus, Map<String, Object> result) {
        boolean success = Results.isTrue(result, "success");
        return switch (focus) {
            case Focus.Contact.Transferring _ ->
                success
                        ? turn.reply().focusOn(new Focus.Ended()).rest()
                        : offerMessage(turn, turn.say(Phrase.NOBODY_AVAILABLE));
            case Focus.Contact.LeavingMessage(boolean callback) -> left(turn, callback, success, result);
            case Focus.Contact.AskingMessage _, Focus.Contact.OfferingCallback _, Focus.Contact.OfferingMessage _ ->
                turn.reply();
        };
    }

    private static Reply left(Turn turn, boolean callback, boolean success, Map<String, Object> result) {
        Phrase phrase = success
                ? callback ? Phrase.CALLBACK_DONE : Phrase.MESSAGE_DONE
                : Results.outcomeUnknown(result) ? Phrase.OUTCOME_UNKNOWN : Phrase.MESSAGE_FAILED;
        return turn.resumed(turn.say(phrase));
    }

    private static Reply callback(Turn turn, Reply reply) {
        // Whoever withholds the number cannot be called back, and keys cannot spell a message.
        return turn.business().callerPhone().isPresent()
                ? reply.focusOn(new Focus.Contact.OfferingCallback())
                : reply.say(turn.text(Phrase.CALLBACK_NO_NUMBER)).focusOn(new Focus.Idle());
    }

    private Reply requestCallback(Turn turn) {
        return leave(turn, turn.reply(), turn.text(Phrase.CALLBACK_CONTENT), CALLBACK);
    }

    private static @Nullable Reply yesOrNo(Turn turn, Heard heard, java.util.function.Supplier<Reply> yes) {
        if (heard.isTop(Intent.YES) || heard.isTop(Intent.MESSAGE) || heard.isTop(Intent.CALLBACK)) {
            return yes.get();
        }
        return heard.isTop(Intent.NO) || heard.isTop(Intent.ABORT) ? turn.resumed(turn.say(Phrase.DROPPED)) : null;
    }

    private Reply content(Turn turn, Heard heard) {
        String content = heard.text().strip();
        if (content.isEmpty()) {
            return turn.say(Phrase.NOT_UNDERSTOOD);
        }
        if (heard.isCommand(Intent.ABORT)) {
            return turn.resumed(turn.say(Phrase.DROPPED));
        }
        if (content.length() > MAX_MESSAGE) {
            return turn.say(Phrase.MESSAGE_TOO_LONG);
        }
        Set<String> categories = Set.of("complaint", CALLBACK, "special_request", "info_request");
        return leave(turn, turn.reply(), content, turn.lexicon().topic(heard.words(), categories, "other"));
    }

    private static String allowed(Turn turn, String category) {
        return turn.business()
                .tool(Tools.LEAVE_MESSAGE)
                .flatMap(tool -> SlotSchema.of(tool.parameters()).slot("category"))
                .map(Slot::choices)
                .filter(choices -> !choices.isEmpty() && !choices.contains(category))
                .map(choices -> choices.contains("other") ? "other" : choices.getLast())
                .orElse(category);
    }
}
