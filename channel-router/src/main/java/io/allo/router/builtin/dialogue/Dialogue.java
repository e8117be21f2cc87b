// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.intent.Comprehension;
import io.allo.router.builtin.intent.Heard;
import io.allo.router.builtin.intent.Intent;
import io.allo.router.builtin.intent.Shorthand;
import io.allo.router.builtin.wording.Phrase;
import io.allo.router.builtin.wording.Wording;
import io.allo.router.conversation.AgentEvent.KeyEntry;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModel.Event;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ChatModel.Request;
import io.allo.router.conversation.UserTurn.Input;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message in, one answer out. A pure function of the request: the same request gives the same answer, tool call ids
 * included, so that a turn can be replayed on another replica. Any thread.
 */
public final class Dialogue {
    private static final int MAX_TEXT = 1000;

    private final ContactFlow contact = new ContactFlow();
    private final CartFlow cart = new CartFlow();
    private final CheckoutFlow checkout = new CheckoutFlow(cart, contact);
    private final OrderFlow order = new OrderFlow(cart, checkout, contact);
    private final InfoFlow info = new InfoFlow(cart);
    private final LookupFlow lookup = new LookupFlow(contact);
    private final QuestionFlow questions = new QuestionFlow();
    private final ToolFlow tools = new ToolFlow(contact);
    private final TableFlow tables = new TableFlow(contact);
    private final AnyTime anyTime = new AnyTime(order, cart, lookup, tables, questions, contact, tools);

    /**
     * What to say and do.
     *
     * @param text empty when there is nothing to say
     * @param call tool to call, null for none
     * @param memory to be given back with the next request
     * @param keyEntry on the phone: the keys awaited next, null when none
     */
    public record Answer(
            String text,
            Event.@Nullable ToolCall call,
            Map<String, Object> memory,
            @Nullable KeyEntry keyEntry) {}

    /** Answers the last message of the request. */
    public Answer answer(Request request) {
        List<String> languages =
                request.languages().stream().filter(Wording::knows).distinct().toList();
        List<String> spoken = languages.isEmpty() ? List.of("fr") : languages;
        DialogueState state = reopened(StateMemory.read(request.memory(), spoken.getFirst()), request);
        Business business = new Business(request.session(), request.context());
        Turn turn = new Turn(business, request.channel(), spoken, state, request.now());
        Reply reply = switch (request.messages().getLast()) {
            case Message.Greeting _ -> greet(turn);
            case Message.User user -> user(turn, user);
            case Message.ToolResult result -> result(turn, result.result());
            case Message.Agent _, Message.ToolCall _ -> turn.reply().rest();
        };
        return rendered(turn, reply);
    }

    /** Whoever writes after the goodbye, or comes back from a transfer, starts anew. */
    private static DialogueState reopened(DialogueState state, Request request) {
        boolean again =
                state.focus() instanceof Focus.Ended && request.messages().getLast() instanceof Message.User;
        return again ? state.focusOn(new Focus.Idle()) : state;
    }

    private Answer rendered(Turn turn, Reply reply) {
        Turn after = turn.in(reply.state());
        String question = reply.next() instanceof Reply.Next.Ask ? Questions.ask(after) : "";
        String text = String.join(" ", reply.say(question).said());
        boolean awaitsKeys = turn.channel() == Channel.VOICE && !(reply.next() instanceof Reply.Next.Call);
        return new Answer(
                text,
                call(reply.next()),
                StateMemory.write(reply.state()),
                awaitsKeys ? Questions.keysFor(reply.state().focus()) : null);
    }

    private static Event.@Nullable ToolCall call(Reply.Next next) {
        return next instanceof Reply.Next.Call call
                ? new Event.ToolCall(call.id(), call.tool(), call.arguments())
                : null;
    }

    private Reply greet(Turn turn) {
        if (turn.business().tools().isEmpty()) {
            return unavailable(turn);
        }
        Reply greeting = anyTime.greeting(turn);
        Reply greeted = greeting.in(greeting.state().nowGreeted());
        return turn.phone() ? greeted : greeted.rest();
    }

    /** The apologetic session: nothing can be done, so nothing is promised. */
    private static Reply unavailable(Turn turn) {
        Reply apology = turn.say(Phrase.UNAVAILABLE);
        return turn.phone() ? apology.call(Tools.END_CALL, Map.of(), new Focus.Ended()) : apology.rest();
    }

    private Reply user(Turn turn, Message.User user) {
        if (turn.business().tools().isEmpty()) {
            return unavailable(turn);
        }
        String text = user.text().substring(0, Math.min(user.text().length(), MAX_TEXT));
        if (user.input() == Input.KEYS) {
            return understood(turn, KeyMeaning.of(turn, text.strip()));
        }
        DialogueState state = turn.state();
        boolean written = turn.phone() && WritingFlow.isWritten(text);
        text = written ? WritingFlow.words(text) : text;
        if (user.input() == Input.SPEECH && !written) {
            state = state.nowSpeaking();
            text = text.replaceAll("[\\s.,;!…]+$", ""); // a recogniser's full stop is no part of a name
        }
        if (user.input() == Input.TEXT && !isWrittenDown(state.focus())) {
            text = Shorthand.plain(text, state.language());
        }
        Heard heard = Comprehension.understand(text, state.language(), turn.languages());
        // A name or an address may well be foreign: it says nothing about the language of its owner.
        String language = takesFreeText(state.focus())
                ? state.language()
                : Comprehension.languageOf(heard.words(), state.language(), turn.languages());
        Turn spoken = turn.in(state.withLanguage(language));
        Reply reply = askedAndOrdered(spoken, heard);
        if (state.greeted()) {
            return reply;
        }
        Reply greeted = reply.in(reply.state().nowGreeted());
        return heard.isTop(Intent.GREETING) ? greeted : greeted.sayFirst(anyTime.introduction(spoken));
    }

    /** "Is there ham on it? One then": the question is answered, what follows is done. */
    private Reply askedAndOrdered(Turn turn, Heard heard) {
        int mark = heard.text().lastIndexOf('?') + 1;
        String after = heard.text().substring(mark).strip();
        if (mark == 0 || after.isEmpty() || takesFreeText(turn.state().focus())) {
            return understood(turn, heard);
        }
        Heard order = Comprehension.understand(after, turn.state().language(), turn.languages());
        Heard asked = Comprehension.understand(
                heard.text().substring(0, mark), turn.state().language(), turn.languages());
        Reply answer = cart.countsItems(turn, order) && !cart.countsItems(turn, asked) ? info.heard(turn, asked) : null;
        if (answer == null) {
            return understood(turn, heard);
        }
        Reply done = understood(turn, order);
        for (String sentence : answer.said().reversed()) {
            done = done.sayFirst(sentence);
        }
        return done;
    }

    private Reply understood(Turn turn, Heard heard) {
        Focus focus = turn.state().focus();
        boolean nothing = heard.words().isEmpty()
                        && heard.scores().isEmpty()
                        && !heard.text().isEmpty()
                || heard.isSilence();
        if (nothing && !turn.keysOnly()) {
            return anyTime.missed(turn, heard);
        }
        Reply link = WritingFlow.link(turn, heard);
        if (link != null) {
            return link.in(link.state().withMisses(0));
        }
        boolean aside = takesFreeText(focus) && Aside.isOne(focus, heard);
        boolean wordsExpected = takesFreeText(focus) && !aside;
        Reply known = wordsExpected ? null : anyTime.knownQuestion(turn, heard);
        Reply informed = wordsExpected || known != null ? known : info.heard(turn, heard);
        Reply reply = informed == null && !aside ? inFocus(turn, heard) : informed;
        if (reply == null && !wordsExpected) {
            reply = anyTime.heard(turn, heard);
        }
        return reply == null
                ? anyTime.missed(turn, heard)
                : reply.in(reply.state().withMisses(0));
    }

    private @Nullable Reply inFocus(Turn turn, Heard heard) {
        return switch (turn.state().focus()) {
            case Focus.Idle _ -> null;
            case Focus.Ended _ -> null;
            case Focus.OfferingRescue(Focus resume) -> rescue(turn, resume, heard);
            case Focus.Ordering ordering -> leaves(turn, heard) ? null : order.heard(turn, ordering, heard);
            case Focus.Checkout focus -> leaves(turn, heard) ? null : checkout.heard(turn, focus, heard, order);
            case Focus.OrderLookup focus -> lookup.heard(turn, focus, heard);
            case Focus.Table focus -> tables.heard(turn, focus, heard);
            case Focus.Contact focus -> contact.heard(turn, focus, heard);
            case Focus.AnyTool focus -> tools.heard(turn, focus, heard);
            // A turn in the middle of a tool call: the worker that waited for the result is gone.
            case Focus.Writing(Focus resume, boolean asks) ->
                understood(turn.in(turn.state().focusOn(resume)), heard);
            case Focus.LoggingQuestion(Focus resume) ->
                understood(turn.in(turn.state().focusOn(resume)), heard);
        };
    }

    /** Something else than the order in hand is meant, although its words might name an item. */
    private boolean leaves(Turn turn, Heard heard) {
        boolean elsewhere = heard.top()
                .filter(top -> switch (top) {
                    case SPEAK_FRENCH,
                            SPEAK_ENGLISH,
                            ORDER_STATUS,
                            CANCEL_ORDER,
                            RESERVATION,
                            CANCEL_RESERVATION,
                            CHANGE_RESERVATION,
                            CALLBACK,
                            MESSAGE,
                            HUMAN,
                            OPENING_HOURS,
                            LOCATION,
                            PAYMENT,
                            REPEAT,
                            WAIT,
                            HOW_ARE_YOU,
                            ARE_YOU_A_ROBOT,
                            GOODBYE -> true;
                    default -> false;
                })
                .isPresent();
        boolean offersContact = turn.state().focus() instanceof Focus.Ordering.OfferingPickup;
        boolean orders = heard.top().filter(Aside::isSoft).isPresent()
                && (cart.changesItems(turn, heard) || cart.namesItems(turn, heard));
        orders |= heard.isTop(Intent.RESERVATION) && cart.countsItems(turn, heard);
        boolean cancelsThisOne = heard.isTop(Intent.CANCEL_ORDER);
        return elsewhere && !takesFreeText(turn.state().focus()) && !offersContact && !cancelsThisOne && !orders;
    }

    private @Nullable Reply rescue(Turn turn, Focus resume, Heard heard) {
        Turn resumed = turn.in(turn.state().focusOn(resume));
        boolean goesOn = heard.hasAny(Intent.REPEAT, Intent.NO, Intent.YES, Intent.ABORT);
        if (goesOn) {
            return resumed.reply();
        }
        Reply contacted = heard.has(Intent.HUMAN)
                ? contact.human(resumed)
                : heard.hasAny(Intent.MESSAGE, Intent.CALLBACK)
                        ? contact.message(resumed, heard)
                        : inFocus(resumed, heard);
        return contacted == null && !(resume instanceof Focus.OfferingRescue)
                ? anyTime.heard(resumed, heard)
                : contacted;
    }

    /** Passed on as it was written. */
    private static boolean isWrittenDown(Focus focus) {
        return focus instanceof Focus.Contact.AskingMessage || focus instanceof Focus.AnyTool;
    }

    private static boolean takesFreeText(Focus focus) {
        return focus instanceof Focus.Contact.AskingMessage
                || focus instanceof Focus.Ordering.AskingAddress
                || focus instanceof Focus.Ordering.AskingFirstName
                || focus instanceof Focus.Table.Asking(TableDraft table, Focus.TablePart part)
                        && part == Focus.TablePart.NAME
                || focus instanceof Focus.AnyTool.Filling;
    }

    private Reply result(Turn turn, Map<String, Object> result) {
        return switch (turn.state().focus()) {
            case Focus.Checkout focus -> checkout.result(turn, focus, result);
            case Focus.OrderLookup focus -> lookup.result(turn, focus, result);
            case Focus.Table focus -> tables.result(turn, focus, result);
            case Focus.Contact focus -> contact.result(turn, focus, result);
            case Focus.LoggingQuestion focus -> questions.result(turn, focus, result);
            case Focus.AnyTool _ -> tools.result(turn, result);
            case Focus.Writing focus -> WritingFlow.result(turn, focus, result);
            case Focus.Ended _, Focus.Idle _, Focus.OfferingRescue _, Focus.Ordering _ ->
                turn.reply().rest();
        };
    }
}
