// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.intent.Heard;
import io.allo.router.builtin.intent.Intent;
import io.allo.router.builtin.intent.Words;
import io.allo.router.builtin.wording.Phrase;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Composes an order: type first, then items, then what a delivery needs. {@link CartFlow} changes the items,
 * {@link CheckoutFlow} takes over when the person is done. Stateless.
 */
final class OrderFlow {
    private static final int MAX_ADDRESS = 200;
    private static final int MAX_NAME = 60;

    private final CartFlow cart;
    private final CheckoutFlow checkout;
    private final ContactFlow contact;

    OrderFlow(CartFlow cart, CheckoutFlow checkout, ContactFlow contact) {
        this.cart = cart;
        this.checkout = checkout;
        this.contact = contact;
    }

    /** "Je voudrais commander", with or without a type and items. */
    Reply start(Turn turn, Heard heard) {
        if (!turn.business().takesOrders()) {
            return contact.offerMessage(turn, turn.say(Phrase.CANNOT_ORDER));
        }
        Turn fresh = turn.in(turn.state()
                .withOrder(OrderDraft.EMPTY.withRequestedTime(
                        OrderReader.time(heard.text()).orElse(null))));
        if (!turn.business().delivers()) {
            Phrase notice = heard.has(Intent.DELIVERY) ? Phrase.NO_DELIVERY : Phrase.PICKUP_ONLY;
            return choose(fresh, OrderDraft.Type.PICKUP, heard.text(), fresh.say(notice));
        }
        if (heard.has(Intent.DELIVERY)) {
            return choose(fresh, OrderDraft.Type.DELIVERY, heard.text(), fresh.say(Phrase.TYPE_DELIVERY));
        }
        if (heard.has(Intent.PICKUP)) {
            return choose(fresh, OrderDraft.Type.PICKUP, heard.text(), fresh.say(Phrase.TYPE_PICKUP));
        }
        String named = cart.namesItems(fresh, heard) ? heard.text() : null;
        return fresh.reply().focusOn(new Focus.Ordering.ChoosingType(named));
    }

    /** An answer while composing; null when it is none. */
    @Nullable
    Reply heard(Turn turn, Focus.Ordering focus, Heard heard) {
        boolean givesUp = takesWords(focus) ? heard.isCommand(Intent.ABORT) : heard.isTop(Intent.ABORT);
        if (givesUp && !(focus instanceof Focus.Ordering.ChoosingItem)) {
            return drop(turn);
        }
        return switch (focus) {
            case Focus.Ordering.ChoosingType choosing -> type(turn, choosing, heard);
            case Focus.Ordering.AddingItems adding -> items(turn, adding, heard);
            case Focus.Ordering.ChoosingItem choosing -> cart.choice(turn, choosing, heard);
            case Focus.Ordering.ConfirmingStoredAddress _ -> storedAddress(turn, heard);
            case Focus.Ordering.AskingAddress asking -> addressPart(turn, asking.part(), heard);
            case Focus.Ordering.AskingFirstName _ -> firstName(turn, heard);
            case Focus.Ordering.OfferingPickup _ -> pickupInstead(turn, heard);
        };
    }

    private static boolean takesWords(Focus.Ordering focus) {
        return focus instanceof Focus.Ordering.AskingAddress || focus instanceof Focus.Ordering.AskingFirstName;
    }

    /** The person changes the type in the middle; null when nothing of the kind was said. */
    @Nullable
    Reply changeOfType(Turn turn, Heard heard) {
        OrderDraft order = turn.state().order();
        boolean toPickup = heard.has(Intent.PICKUP) && !heard.has(Intent.DELIVERY) && order.isDelivery();
        boolean toDelivery =
                heard.has(Intent.DELIVERY) && !heard.has(Intent.PICKUP) && order.type() == OrderDraft.Type.PICKUP;
        if (toPickup) {
            return choose(turn, OrderDraft.Type.PICKUP, heard.text(), turn.say(Phrase.TYPE_PICKUP));
        }
        if (toDelivery && !turn.business().delivers()) {
            return turn.say(Phrase.NO_DELIVERY);
        }
        return toDelivery ? choose(turn, OrderDraft.Type.DELIVERY, heard.text(), turn.say(Phrase.TYPE_DELIVERY)) : null;
    }

    Reply drop(Turn turn) {
        DialogueState idle = turn.state().withOrder(OrderDraft.EMPTY).focusOn(new Focus.Idle());
        return turn.say(Phrase.ORDER_DROPPED).in(idle);
    }

    private @Nullable Reply type(Turn turn, Focus.Ordering.ChoosingType focus, Heard heard) {
        String named =
                Optional.ofNullable(focus.heard()).map(before -> before + ", ").orElse("") + heard.text();
        if (heard.has(Intent.DELIVERY)) {
            return choose(turn, OrderDraft.Type.DELIVERY, named, turn.reply());
        }
        if (heard.has(Intent.PICKUP)) {
            return choose(turn, OrderDraft.Type.PICKUP, named, turn.reply());
        }
        // Items before the type: kept, since the type comes first.
        return cart.namesItems(turn, heard)
                        && heard.top().filter(Intent.OPENING_HOURS::equals).isEmpty()
                ? turn.reply().focusOn(new Focus.Ordering.ChoosingType(named))
                : null;
    }

    private Reply choose(Turn turn, OrderDraft.Type type, String named, Reply reply) {
        OrderDraft order = turn.state().order().withType(type);
        Turn typed = turn.in(turn.state().withOrder(order));
        Reply next = cart.addNamed(typed, named, reply.in(typed.state()));
        if (type == OrderDraft.Type.PICKUP || order.address().isComplete()) {
            return next;
        }
        if (turn.business().storedAddress().isPresent()) {
            return next.focusOn(new Focus.Ordering.ConfirmingStoredAddress());
        }
        return turn.keysOnly()
                ? next.say(turn.text(Phrase.NO_ADDRESS_BY_KEYS)).focusOn(new Focus.Ordering.OfferingPickup())
                : next.focusOn(new Focus.Ordering.AskingAddress(Focus.AddressPart.STREET));
    }

    private @Nullable Reply items(Turn turn, Focus.Ordering.AddingItems focus, Heard heard) {
        if (heard.isTop(Intent.MENU) && !cart.namesItems(turn, heard)) {
            return cart.readMenu(turn, focus.menuPage());
        }
        boolean finished = heard.isTop(Intent.FINISH) || heard.isTop(Intent.NO);
        if (finished) {
            return checkout.begin(turn);
        }
        Reply typeChange = changeOfType(turn, heard);
        return typeChange != null ? typeChange : cart.change(turn, heard);
    }

    private @Nullable Reply storedAddress(Turn turn, Heard heard) {
        if (heard.isTop(Intent.YES)) {
            OrderDraft.Address address = turn.business().storedAddress().orElse(OrderDraft.Address.NONE);
            return afterAddress(turn, address);
        }
        if (heard.isTop(Intent.NO) && turn.keysOnly()) {
            return turn.say(Phrase.NO_ADDRESS_BY_KEYS).focusOn(new Focus.Ordering.OfferingPickup());
        }
        if (heard.isTop(Intent.NO)) {
            return turn.reply().focusOn(new Focus.Ordering.AskingAddress(Focus.AddressPart.STREET));
        }
        return heard.isTop(Intent.PICKUP) ? changeOfType(turn, heard) : null;
    }

    private Reply addressPart(Turn turn, Focus.AddressPart part, Heard heard) {
        String said = heard.text().strip();
        if (said.isEmpty() || said.length() > MAX_ADDRESS) {
            return turn.say(Phrase.NOT_UNDERSTOOD);
        }
        if (heard.isTop(Intent.PICKUP) && heard.words().size() <= 3) {
            Reply pickup = changeOfType(turn, heard);
            if (pickup != null) {
                return pickup;
            }
        }
        OrderDraft.Address before = turn.state().order().address();
        return switch (part) {
            case STREET -> asking(turn, new OrderDraft.Address(said, "", "", false), Focus.AddressPart.CITY);
            case CITY ->
                asking(turn, new OrderDraft.Address(before.street(), said, "", false), Focus.AddressPart.POSTAL_CODE);
            case POSTAL_CODE -> {
                String code = said.replaceAll("[\\s.]", "");
                yield code.matches("[A-Za-z0-9-]{3,10}") && code.matches(".*\\d.*")
                        ? afterAddress(turn, new OrderDraft.Address(before.street(), before.city(), code, false))
                        : turn.say(Phrase.BAD_POSTAL_CODE);
            }
        };
    }

    private static Reply asking(Turn turn, OrderDraft.Address address, Focus.AddressPart next) {
        return turn.reply()
                .order(turn.state().order().withAddress(address))
                .focusOn(new Focus.Ordering.AskingAddress(next));
    }

    private static Reply afterAddress(Turn turn, OrderDraft.Address address) {
        return turn.reply().order(turn.state().order().withAddress(address)).focusOn(new Focus.Ordering.AddingItems(0));
    }

    private Reply firstName(Turn turn, Heard heard) {
        String said = heard.text()
                .strip()
                .replaceFirst("(?i)^(je m['’]appelle|c['’]est|au nom de|my name is|it['’]s|i['’]m)\\s+", "");
        boolean usable = !said.isEmpty()
                && said.length() <= MAX_NAME
                && !Words.fold(said).isEmpty();
        return usable ? checkout.named(turn, said) : turn.say(Phrase.NOT_UNDERSTOOD);
    }

    private @Nullable Reply pickupInstead(Turn turn, Heard heard) {
        if (heard.hasAny(Intent.CALLBACK, Intent.MESSAGE)) {
            return contact.message(turn.in(turn.state().withOrder(OrderDraft.EMPTY)), heard);
        }
        if (heard.isTop(Intent.NO)) {
            return drop(turn);
        }
        boolean pickup = heard.has(Intent.PICKUP) || heard.isTop(Intent.YES);
        if (!pickup) {
            return null;
        }
        OrderDraft order = turn.state().order().withType(OrderDraft.Type.PICKUP).withAddress(OrderDraft.Address.NONE);
        return turn.say(Phrase.TYPE_PICKUP).order(order).focusOn(new Focus.Ordering.AddingItems(0));
    }
}
