// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Conversation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one takeover is about: a place ({@code c:<channel>:<session id>}), or, where the agent keeps one person's channels together, the
 * person ({@code p:<number>}). Each within an account.
 */
final class Threads {
    private Threads() {}

    static String ofPlace(String channel, String sessionId) {
        return "c:" + channel + ":" + sessionId;
    }

    static String ofPerson(String number) {
        return "p:" + number;
    }

    /** Where a takeover of this conversation is kept. */
    static String of(Conversation conversation) {
        return in(conversation).getLast();
    }

    /** Those that this conversation is part of; the widest is the last. */
    static List<String> in(Conversation conversation) {
        String place = ofPlace(
                conversation.key().channel().wireName(), conversation.key().id());
        String caller = conversation.setup().caller();
        return onePerson(conversation) && caller != null ? List.of(place, ofPerson(caller)) : List.of(place);
    }

    private static boolean onePerson(Conversation conversation) {
        return conversation.setup().agent().privacy().onePerson()
                && conversation.key().channel() != Channel.WEB;
    }

    /** The same of a record. @param thread of a takeover that is known, else null */
    static List<String> ofRecord(String channel, String sessionId, @Nullable String caller) {
        String place = ofPlace(channel, sessionId);
        return caller == null ? List.of(place) : List.of(place, ofPerson(caller));
    }
}
