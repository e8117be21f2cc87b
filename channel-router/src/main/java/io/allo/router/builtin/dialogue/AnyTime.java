// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.intent.Heard;
import io.allo.router.builtin.intent.Intent;
import io.allo.router.builtin.wording.Phrase;
import org.jspecify.annotations.Nullable;

/** What may be said at any time, whatever the focus: greetings, questions, another wish, goodbye; and what nobody understood. */
final class AnyTime {
    private static final int MISSES_BEFORE_RESCUE = 3;
    private static final int MISSES_BEFORE_END = 6;

    /** "Les desserts": asks for them. */
    private static final int SHORT = 3;

    private final OrderFlow order;
    private final CartFlow cart;
    private final LookupFlow lookup;
    private final TableFlow tables;
    private final QuestionFlow questions;
    private final ContactFlow contact;
    private final ToolFlow tools;

    AnyTime(
            OrderFlow order,
            CartFlow cart,
            LookupFlow lookup,
            TableFlow tables,
            QuestionFlow questions,
            ContactFlow contact,
            ToolFlow tools) {
        this.order = order;
        this.cart = cart;
        this.lookup = lookup;
        this.tables = tables;
        this.questions = questions;
        this.contact = contact;
        this.tools = tools;
    }

    /** The first words: who answers, and what can be done here. */
    Reply greeting(Turn turn) {
        String customer = customer(turn);
        String abilities = Questions.abilities(turn);
        return turn.business()
                .name()
                .map(name -> turn.say(Phrase.GREETING, "customer", customer, "business", name, "abilities", abilities))
                .orElseGet(() -> turn.say(Phrase.GREETING_UNNAMED, "customer", customer, "abilities", abilities));
    }

    /** The name of the business, for a conversation that the person began. */
    String introduction(Turn turn) {
        return turn.business()
                .name()
                .map(name -> turn.text(Phrase.HELLO_FROM, "customer", customer(turn), "business", name))
                .orElse("");
    }

    /** A question of the knowledge base, nearly word for word: it is that even where its words could mean an order. */
    @Nullable
    Reply knownQuestion(Turn turn, Heard heard) {
        return turn.lexicon().isQuestion(heard.text(), heard.words())
                ? questions.answer(turn, heard, QuestionFlow.SURE)
                : null;
    }

    /** Answers what does not depend on the focus; null when it was not understood. */
    @Nullable
    Reply heard(Turn turn, Heard heard) {
        Intent top = heard.top().orElse(null);
        boolean about = top != Intent.CANCEL_RESERVATION && top != Intent.OPENING_HOURS && top != Intent.CANCEL_ORDER;
        if (about && tables.changesBooked(turn, heard) && !cart.namesItems(turn, heard)) {
            return tables.startMove(turn, heard);
        }
        if (tables.isMeant(turn, heard) && isNoOther(top) && !cart.namesItems(turn, heard)) {
            return tables.start(turn, heard);
        }
        if (ordersAtOnce(turn, top, heard)) {
            return order.start(turn, heard);
        }
        Reply reply = top == null ? null : intended(turn, top, heard);
        return reply != null ? reply : unnamed(turn, heard);
    }

    private static boolean isNoOther(@Nullable Intent top) {
        return top == null
                || switch (top) {
                    case GREETING,
                            OPENING_HOURS,
                            CORRECT,
                            LOCATION,
                            REMOVE,
                            WAIT,
                            YES,
                            THANKS,
                            HAVE,
                            MENU,
                            RECAP,
                            ABORT,
                            FINISH,
                            DELIVERY,
                            ORDER -> true;
                    default -> false;
                };
    }

    /** Nobody understood: again, then help, then a way out; a phone on which nothing sensible is pressed is hung up. */
    Reply missed(Turn turn, Heard heard) {
        if (turn.vocabulary().isHesitation(heard.words())) {
            return turn.say(Phrase.TAKE_YOUR_TIME);
        }
        int misses = turn.state().misses() + 1;
        Reply counted = turn.in(turn.state().withMisses(misses)).reply();
        boolean waysOut =
                turn.business().offers(Tools.TRANSFER_CALL) || turn.business().offers(Tools.LEAVE_MESSAGE);
        Focus focus = turn.state().focus();
        if (misses >= MISSES_BEFORE_END && turn.phone()) {
            return contact.end(turn, counted.say(turn.text(Phrase.GIVE_UP)));
        }
        if (misses >= MISSES_BEFORE_RESCUE && waysOut) {
            boolean offered = focus instanceof Focus.OfferingRescue;
            return counted.focusOn(offered ? focus : new Focus.OfferingRescue(focus));
        }
        Reply sorry = sorry(turn, heard, counted);
        if (focus instanceof Focus.Idle && !turn.phone()) {
            return sorry.say(help(turn)).rest();
        }
        return misses > 1 && !(focus instanceof Focus.Idle) ? sorry.say(turn.text(Phrase.HELP_IN_TASK)) : sorry;
    }

    /** What exactly was not understood: nothing was said, a dish that the menu does not have, or the sentence. */
    private Reply sorry(Turn turn, Heard heard, Reply counted) {
        if (heard.words().isEmpty() && !turn.keysOnly()) {
            return counted.say(turn.text(Phrase.NOTHING_HEARD));
        }
        boolean ordering = turn.state().focus() instanceof Focus.Ordering;
        Reply foreign = ordering ? cart.foreign(turn, heard) : null;
        return foreign == null
                ? counted.say(turn.text(Phrase.NOT_UNDERSTOOD))
                : counted.say(foreign.said().getFirst());
    }

    private @Nullable Reply intended(Turn turn, Intent intent, Heard heard) {
        boolean idle = turn.state().focus() instanceof Focus.Idle;
        return switch (intent) {
            case SPEAK_FRENCH -> speak(turn, "fr");
            case SPEAK_ENGLISH -> speak(turn, "en");
            case CANCEL_ORDER -> idle ? lookup.start(turn, true) : order.drop(turn);
            case ORDER_STATUS -> lookup.start(turn, false);
            case RESERVATION -> tables.start(turn, heard);
            case CHANGE_RESERVATION -> tables.startMove(turn, heard);
            case CANCEL_RESERVATION -> tables.startCancellation(turn);
            case CALLBACK, MESSAGE -> contact.message(turn, heard);
            case HUMAN -> contact.human(turn);
            case OPENING_HOURS -> questions.openingHours(turn);
            case LOCATION -> questions.location(turn, heard);
            case MENU -> turn.digression(cart.readMenu(turn, 0));
            case ORDER, PICKUP, DELIVERY -> idle && !asksAboutIt(turn, heard) ? order.start(turn, heard) : null;
            case HELP -> idle ? turn.reply().say(help(turn)).rest() : turn.say(Phrase.HELP_IN_TASK);
            case REPEAT -> idle && !turn.phone() ? turn.reply().say(help(turn)).rest() : turn.reply();
            case GOODBYE -> goodbye(turn);
            case THANKS -> turn.digression(turn.say(Phrase.YOU_ARE_WELCOME));
            case GREETING -> idle ? greeted(turn) : turn.reply();
            case ABORT -> idle ? nothingMore(turn) : turn.say(Phrase.DROPPED).focusOn(new Focus.Idle());
            case NO, FINISH -> idle ? nothingMore(turn) : null;
            case YES -> idle ? agreed(turn, heard) : null;
            // A matter of the knowledge base, whose words ("la carte") would otherwise mean something else.
            case PAYMENT -> null;
            // By telephone it was sent before; in writing and without the tool it is a question like others.
            case SEND_LINK -> null;
            case REMOVE, CORRECT, ALLERGENS, INGREDIENTS, PRICE, RECAP, HAVE -> null;
            case WAIT -> turn.say(Phrase.TAKE_YOUR_TIME).rest();
            case HOW_ARE_YOU -> turn.digression(turn.say(Phrase.I_AM_FINE));
            case ARE_YOU_A_ROBOT -> turn.digression(turn.say(Phrase.I_AM_A_ROBOT));
        };
    }

    /** "Bonjour, deux margherita": items are an order, whatever politeness or small words stand around them. */
    private boolean ordersAtOnce(Turn turn, @Nullable Intent top, Heard heard) {
        boolean idle = turn.state().focus() instanceof Focus.Idle;
        boolean may = top == null
                || switch (top) {
                    case GREETING, THANKS, CORRECT, REMOVE, YES, NO, FINISH, REPEAT, MENU, ORDER, PICKUP, DELIVERY ->
                        true;
                    default -> (Aside.isSoft(top) || top == Intent.ABORT) && cart.countsItems(turn, heard);
                };
        if (!idle
                || !may
                || !turn.business().takesOrders()
                || asksAboutIt(turn, heard) && !cart.countsItems(turn, heard)) {
            return false;
        }
        return top == Intent.MENU ? cart.namesOneItem(turn, heard) : cart.namesItems(turn, heard);
    }

    /** "Ok merci" after all is done. */
    private @Nullable Reply agreed(Turn turn, Heard heard) {
        if (heard.has(Intent.THANKS)) {
            return turn.digression(turn.say(Phrase.YOU_ARE_WELCOME));
        }
        return turn.phone() ? null : turn.reply().say(help(turn)).rest();
    }

    /** No intent that the lexicon knows: an item, a question, a tool of the customer's own. */
    private @Nullable Reply unnamed(Turn turn, Heard heard) {
        boolean idle = turn.state().focus() instanceof Focus.Idle;
        boolean question = turn.lexicon().isQuestion(heard.text(), heard.words());
        Reply likely = questions.answer(turn, heard, QuestionFlow.LIKELY);
        if (likely != null) {
            return likely;
        }
        Reply tool = idle ? tools.start(turn, heard) : null;
        if (tool != null) {
            return tool;
        }
        Reply category = heard.words().size() <= SHORT ? cart.readCategory(turn, heard) : null;
        if (category != null) {
            return turn.digression(category);
        }
        boolean wish = idle && !question && turn.business().takesOrders() && cart.wishesSomething(turn, heard);
        return wish ? order.start(turn, heard) : questions.passOn(turn, heard);
    }

    /** "Livrez-vous à Lyon ?" is a question as long as nobody said "commander". */
    private static boolean asksAboutIt(Turn turn, Heard heard) {
        return !heard.has(Intent.ORDER) && turn.lexicon().isQuestion(heard.text(), heard.words());
    }

    private @Nullable Reply speak(Turn turn, String language) {
        if (!turn.languages().contains(language)) {
            return null;
        }
        Turn switched = turn.in(turn.state().withLanguage(language));
        return switched.digression(switched.say(Phrase.LANGUAGE_SWITCHED));
    }

    private Reply greeted(Turn turn) {
        Reply greeting = greeting(turn);
        return turn.phone() ? greeting : greeting.rest();
    }

    private Reply goodbye(Turn turn) {
        boolean unfinished = !turn.state().order().lines().isEmpty();
        Reply reply = unfinished ? turn.say(Phrase.ORDER_DROPPED) : turn.reply();
        return contact.goodbye(turn, reply.order(OrderDraft.EMPTY));
    }

    private Reply nothingMore(Turn turn) {
        return turn.phone()
                ? contact.goodbye(turn, turn.reply())
                : turn.say(Phrase.AT_YOUR_SERVICE).rest();
    }

    private static String help(Turn turn) {
        return turn.text(Phrase.HELP, "abilities", Questions.abilities(turn));
    }

    private static String customer(Turn turn) {
        return turn.business().customerName().map(name -> " " + name).orElse("");
    }
}
