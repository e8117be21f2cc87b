// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.intent.Heard;
import io.allo.router.builtin.intent.Intent;
import io.allo.router.builtin.intent.Words;
import io.allo.router.builtin.reading.AddressReader;
import io.allo.router.builtin.reading.NameReader;
import io.allo.router.builtin.wording.Phrase;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Composes an order: type first, then items, then what a delivery needs. {@link CartFlow} changes the items,
 * {@link CheckoutFlow} takes over when the person is done. Stateless.
 */
final class OrderFlow {
    private static final int MAX_ADDRESS = 200;
    private static final int LONGEST_NAME = 5;
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
        Turn fresh = turn.in(turn.state().withOrder(OrderDraft.EMPTY));
        Reply typed = fresh.reply();
        if (!turn.business().delivers()) {
            typed = fresh.say(heard.has(Intent.DELIVERY) ? Phrase.NO_DELIVERY : Phrase.PICKUP_ONLY)
                    .order(OrderDraft.EMPTY.withType(OrderDraft.Type.PICKUP));
        } else if (heard.hasAny(Intent.DELIVERY, Intent.PICKUP)) {
            boolean delivery = heard.has(Intent.DELIVERY);
            typed = fresh.say(delivery ? Phrase.TYPE_DELIVERY : Phrase.TYPE_PICKUP)
                    .order(OrderDraft.EMPTY.withType(delivery ? OrderDraft.Type.DELIVERY : OrderDraft.Type.PICKUP));
        }
        return edited(turn.in(typed.state()), heard, typed);
    }

    /** Does what the sentence says to the order, after {@code before} was said, and goes on to what is missing. */
    private Reply edited(Turn turn, Heard heard, Reply before) {
        CartFlow.Edit edit = cart.edit(turn, heard);
        if (edit == null) {
            return heard.has(Intent.FINISH) && !turn.state().order().lines().isEmpty()
                    ? finished(turn, before, List.of())
                    : onwards(turn, before, List.of());
        }
        Reply all = before.in(edit.reply().state());
        for (String sentence : edit.reply().said()) {
            all = all.say(sentence);
        }
        return heard.has(Intent.FINISH) ? finished(turn, all, edit.unclear()) : onwards(turn, all, edit.unclear());
    }

    /** The question for what is missing, else for the next item. */
    private static Reply onwards(Turn turn, Reply reply, List<Focus.Unclear> unclear) {
        OrderDraft order = reply.state().order();
        if (!unclear.isEmpty()) {
            return reply.focusOn(new Focus.Ordering.ChoosingItem(unclear));
        }
        if (LineEditor.unfinished(order, turn.business().catalogue()).isPresent()) {
            return reply.focusOn(new Focus.Ordering.ChoosingOption());
        }
        if (order.type() == null) {
            return reply.focusOn(new Focus.Ordering.ChoosingType());
        }
        if (!order.isDelivery() || order.address().isComplete()) {
            return reply.focusOn(new Focus.Ordering.AddingItems(0));
        }
        if (turn.business().storedAddress().isPresent()) {
            return reply.focusOn(new Focus.Ordering.ConfirmingStoredAddress());
        }
        return turn.keysOnly()
                ? reply.say(turn.text(Phrase.NO_ADDRESS_BY_KEYS)).focusOn(new Focus.Ordering.OfferingPickup())
                : reply.focusOn(new Focus.Ordering.AskingAddress(Focus.AddressPart.STREET));
    }

    /** "Une margherita, c'est tout": on to the checkout, unless something is missing. */
    private Reply finished(Turn turn, Reply reply, List<Focus.Unclear> unclear) {
        Reply next = onwards(turn, reply, unclear);
        if (!(next.state().focus() instanceof Focus.Ordering.AddingItems)) {
            return next;
        }
        return checkedOut(turn.in(next.state()), reply);
    }

    /** The checkout begins after what was to be said before. */
    private Reply checkedOut(Turn turn, Reply reply) {
        Reply checked = checkout.begin(turn);
        for (int i = reply.said().size() - 1; i >= 0; i--) {
            checked = checked.sayFirst(reply.said().get(i));
        }
        return checked;
    }

    /** An answer while composing; null when it is none. */
    @Nullable
    Reply heard(Turn turn, Focus.Ordering focus, Heard heard) {
        boolean givesUp = takesWords(focus)
                ? heard.isCommand(Intent.ABORT)
                : heard.isTop(Intent.ABORT) || heard.isTop(Intent.CANCEL_ORDER);
        // "Annulez la regina" takes one item away.
        boolean one =
                givesUp && !takesWords(focus) && !heard.isTop(Intent.CANCEL_ORDER) && cart.namesItems(turn, heard);
        if (givesUp && !one && !(focus instanceof Focus.Ordering.ChoosingItem)) {
            return drop(turn);
        }
        boolean typed = turn.state().order().type() == null && heard.hasAny(Intent.DELIVERY, Intent.PICKUP);
        boolean chooses =
                focus instanceof Focus.Ordering.ChoosingOption || focus instanceof Focus.Ordering.ChoosingItem;
        if (typed && chooses && turn.business().delivers()) {
            OrderDraft order = turn.state().order().withType(typeOf(heard));
            return heard(turn.in(turn.state().withOrder(order)), focus, heard);
        }
        return switch (focus) {
            case Focus.Ordering.ChoosingType _ -> type(turn, heard);
            case Focus.Ordering.AddingItems adding -> items(turn, adding, heard);
            case Focus.Ordering.ChoosingItem choosing -> settled(turn, cart.choice(turn, choosing, heard));
            case Focus.Ordering.ChoosingOption _ -> settled(turn, cart.option(turn, heard));
            case Focus.Ordering.ConfirmingStoredAddress _ -> storedAddress(turn, heard);
            case Focus.Ordering.AskingAddress asking -> addressPart(turn, asking.part(), heard);
            case Focus.Ordering.AskingFirstName _ -> firstName(turn, heard);
            case Focus.Ordering.OfferingPickup _ -> pickupInstead(turn, heard);
        };
    }

    private static boolean takesWords(Focus.Ordering focus) {
        return focus instanceof Focus.Ordering.AskingAddress || focus instanceof Focus.Ordering.AskingFirstName;
    }

    private static @Nullable Reply settled(Turn turn, CartFlow.@Nullable Edit edit) {
        return edit == null ? null : onwards(turn, edit.reply(), edit.unclear());
    }

    /** The person changes the order in the middle: its type, its items, its time; null when nothing of the kind was said. */
    @Nullable
    Reply change(Turn turn, Heard heard) {
        OrderDraft order = turn.state().order();
        boolean toPickup = heard.has(Intent.PICKUP) && !heard.has(Intent.DELIVERY) && order.isDelivery();
        boolean toDelivery =
                heard.has(Intent.DELIVERY) && !heard.has(Intent.PICKUP) && order.type() == OrderDraft.Type.PICKUP;
        if (toDelivery && !turn.business().delivers()) {
            return turn.say(Phrase.NO_DELIVERY);
        }
        if (toPickup || toDelivery) {
            OrderDraft typed = order.withType(toPickup ? OrderDraft.Type.PICKUP : OrderDraft.Type.DELIVERY);
            Turn changed = turn.in(turn.state().withOrder(typed));
            return edited(changed, heard, changed.say(toPickup ? Phrase.TYPE_PICKUP : Phrase.TYPE_DELIVERY));
        }
        CartFlow.Edit edit = cart.edit(turn, heard);
        if (edit != null && edit.reply().state().focus() instanceof Focus.Idle) {
            return edit.reply();
        }
        if (edit != null) {
            return heard.has(Intent.FINISH)
                    ? finished(turn, edit.reply(), edit.unclear())
                    : onwards(turn, edit.reply(), edit.unclear());
        }
        return heard.has(Intent.CORRECT) && !heard.isTop(Intent.FINISH) ? cart.hint(turn) : null;
    }

    Reply drop(Turn turn) {
        DialogueState idle = turn.state().withOrder(OrderDraft.EMPTY).focusOn(new Focus.Idle());
        return turn.say(Phrase.ORDER_DROPPED).in(idle);
    }

    private @Nullable Reply type(Turn turn, Heard heard) {
        OrderDraft order = turn.state().order();
        if (heard.hasAny(Intent.DELIVERY, Intent.PICKUP)) {
            Turn typed = turn.in(turn.state().withOrder(order.withType(typeOf(heard))));
            Reply next = edited(typed, heard, typed.reply());
            boolean complete = order.closed() && next.state().focus() instanceof Focus.Ordering.AddingItems;
            return complete ? checkedOut(turn.in(next.state()), next) : next;
        }
        Reply changed = change(turn, heard);
        boolean done =
                changed == null && heard.has(Intent.FINISH) && !order.lines().isEmpty();
        return done ? turn.reply().order(order.closed(true)) : changed;
    }

    private static OrderDraft.Type typeOf(Heard heard) {
        return heard.has(Intent.DELIVERY) ? OrderDraft.Type.DELIVERY : OrderDraft.Type.PICKUP;
    }

    private @Nullable Reply items(Turn turn, Focus.Ordering.AddingItems focus, Heard heard) {
        if (heard.isTop(Intent.MENU) && !cart.namesOneItem(turn, heard)) {
            return cart.readMenu(turn, focus.menuPage());
        }
        Reply changed = change(turn, heard);
        if (changed == null && heard.isTop(Intent.YES)) {
            return turn.say(Phrase.ASK_FIRST_ITEM).rest();
        }
        boolean finished = heard.has(Intent.FINISH) || heard.isTop(Intent.NO);
        return changed == null && finished ? checkout.begin(turn) : changed;
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
        return heard.isTop(Intent.PICKUP) || AddressReader.find(heard.text()).isPresent() ? change(turn, heard) : null;
    }

    private Reply addressPart(Turn turn, Focus.AddressPart part, Heard heard) {
        String said = heard.text().strip();
        if (said.isEmpty() || said.length() > MAX_ADDRESS) {
            return turn.say(Phrase.NOT_UNDERSTOOD);
        }
        Reply order = orders(turn, heard);
        if (order != null) {
            return order;
        }
        if (heard.hasAny(Intent.FINISH, Intent.DELIVERY)
                && AddressReader.find(said).isEmpty()) {
            boolean done = heard.has(Intent.FINISH) || turn.state().order().closed();
            return turn.reply().order(turn.state().order().closed(done));
        }
        if (heard.has(Intent.PICKUP)
                && !heard.has(Intent.DELIVERY)
                && AddressReader.find(said).isEmpty()) {
            Reply pickup = change(turn, heard);
            if (pickup != null) {
                return pickup;
            }
        }
        if (WritingFlow.awaits(turn, part, said)) {
            return turn.say(Phrase.WRITE_WAITING).rest();
        }
        OrderDraft.Address before = turn.state().order().address();
        return switch (part) {
            case STREET -> street(turn, said);
            case CITY ->
                asking(turn, new OrderDraft.Address(before.street(), said, "", false), Focus.AddressPart.POSTAL_CODE);
            case POSTAL_CODE -> {
                String code = said.replaceAll("[\\s.]", "");
                yield code.matches("[A-Za-z0-9-]{3,10}") && code.matches(".*\\d.*")
                        ? afterAddress(turn, new OrderDraft.Address(before.street(), before.city(), code, false))
                        : WritingFlow.address(turn, turn.say(Phrase.BAD_POSTAL_CODE));
            }
        };
    }

    /** Items, or a time, where a name or an address was asked for; null when it is none. The question stays. */
    private @Nullable Reply orders(Turn turn, Heard heard) {
        OrderText text = OrderText.of(turn, heard.text());
        boolean time = text.order().requestedTime() != null
                && !Objects.equals(
                        text.order().requestedTime(), turn.state().order().requestedTime());
        boolean address = AddressReader.find(heard.text()).isPresent();
        if (address || !time && !cart.changesItems(turn, heard)) {
            return null;
        }
        CartFlow.Edit edit = cart.edit(turn, heard);
        if (edit == null) {
            return null;
        }
        boolean unclear = !edit.unclear().isEmpty()
                || LineEditor.unfinished(
                                edit.reply().state().order(), turn.business().catalogue())
                        .isPresent();
        return unclear ? onwards(turn, edit.reply(), edit.unclear()) : edit.reply();
    }

    /** "12 rue des Lilas, 75011 Paris" answers all three questions. */
    private Reply street(Turn turn, String said) {
        OrderDraft.Address address = AddressReader.find(said)
                .map(found -> new OrderDraft.Address(found.street(), found.city(), found.postalCode(), false))
                .orElseGet(() -> new OrderDraft.Address(said, "", "", false));
        // A postal code tells the town.
        if (address.city().isEmpty() && address.postalCode().isEmpty()) {
            return asking(turn, address, Focus.AddressPart.CITY);
        }
        return address.postalCode().isEmpty()
                ? asking(turn, address, Focus.AddressPart.POSTAL_CODE)
                : afterAddress(turn, address);
    }

    private static Reply asking(Turn turn, OrderDraft.Address address, Focus.AddressPart next) {
        return turn.reply()
                .order(turn.state().order().withAddress(address))
                .focusOn(new Focus.Ordering.AskingAddress(next));
    }

    private Reply afterAddress(Turn turn, OrderDraft.Address address) {
        OrderDraft order = turn.state().order().withAddress(address);
        if (order.closed() && !order.lines().isEmpty()) {
            return checkout.begin(turn.in(turn.state().withOrder(order)));
        }
        return turn.reply().order(turn.state().order().withAddress(address)).focusOn(new Focus.Ordering.AddingItems(0));
    }

    private @Nullable Reply firstName(Turn turn, Heard heard) {
        Reply order = NameReader.introduced(heard.text()).isPresent() ? null : orders(turn, heard);
        if (order != null) {
            return order;
        }
        boolean sentence = heard.words().size() > LONGEST_NAME
                && NameReader.introduced(heard.text()).isEmpty();
        if (sentence && heard.hasAny(Intent.DELIVERY, Intent.PICKUP)) {
            return change(turn, heard);
        }
        String said = NameReader.answered(heard.text());
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
