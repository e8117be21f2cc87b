// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses INVITEs before the stack has read them while the gateway is late: 503 costs microseconds then, and the caller
 * goes elsewhere at once instead of sending copies that would be served when he has gone. A copy of one that is on its way
 * through the queue is not answered, since its original will be. Used by the thread that reads the port.
 */
final class LateDoor {
    private static final int REMEMBERED = 16_384;
    private static final byte[] INVITE = "INVITE ".getBytes(US_ASCII);
    private static final byte[] ACK = "ACK ".getBytes(US_ASCII);

    private final House house;
    private final Set<String> letIn = new LinkedHashSet<>();
    private final Set<String> refused = new LinkedHashSet<>();

    /** What it knows of the gateway; called for every INVITE, so nothing here waits. */
    interface House {
        /** Work waits too long. */
        boolean isLate();

        /** Does this caller hear anything at all? */
        boolean answers(RequestHead invite, InetSocketAddress source);

        /** The refusal's bytes. */
        byte[] refuse(RequestHead invite, InetSocketAddress source);
    }

    /** What becomes of a datagram. */
    sealed interface Entry {
        record Enter() implements Entry {}

        record Drop() implements Entry {}

        record Refuse(byte[] answer, InetSocketAddress to) implements Entry {}
    }

    LateDoor(House house) {
        this.house = house;
    }

    Entry knock(byte[] datagram, InetSocketAddress source) {
        boolean invite = Arrays.mismatch(datagram, INVITE) == INVITE.length;
        boolean ack = !refused.isEmpty() && Arrays.mismatch(datagram, ACK) == ACK.length;
        if (!invite && !ack) {
            return new Entry.Enter();
        }
        return Optional.ofNullable(RequestHead.of(datagram))
                .filter(head -> head.isAck() || head.isNewInvite())
                .<Entry>map(head -> decide(head, source))
                .orElseGet(Entry.Enter::new);
    }

    private Entry decide(RequestHead head, InetSocketAddress source) {
        String transaction = head.transaction();
        if (head.isAck()) {
            return refused.contains(transaction) ? new Entry.Drop() : new Entry.Enter();
        }
        boolean late = house.isLate();
        if (letIn.contains(transaction)) {
            return late ? new Entry.Drop() : new Entry.Enter();
        }
        if (!late && !refused.contains(transaction)) {
            remember(letIn, transaction);
            return new Entry.Enter();
        }
        if (!house.answers(head, source)) {
            return new Entry.Drop();
        }
        remember(refused, transaction);
        return new Entry.Refuse(house.refuse(head, source), head.answerTo(source));
    }

    private static void remember(Set<String> transactions, String one) {
        if (transactions.size() >= REMEMBERED) {
            transactions.remove(transactions.iterator().next());
        }
        transactions.add(one);
    }
}
