// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.EndReason;
import io.allo.contracts.session.ContactResolution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The one engine behind every channel. Stateless between calls: what it knows of a conversation is in the
 * {@code ContextStore}. One turn at a time per conversation, across replicas; a second one waits for the first. Never blocks the
 * caller's thread; items come one after the other, on any thread.
 *
 * <p>Cancelling a turn's stream (hang-up, barge-in) stops its words; tool calls under way are still finished and remembered.
 */
public interface ConversationEngine {

    /**
     * Which agent takes this contact? Fails with {@link UnknownAddressException}, or with {@link
     * ContactDirectory.UnavailableException} when nobody can say now: apologise with {@link Apologies#UNREACHABLE}. First step
     * of {@link #open}; the answer is kept for some seconds.
     */
    Uni<ContactResolution> resolve(Contact contact);

    /**
     * Opens the conversation or goes on with the stored one: resolves the agent, fetches the session exactly once, loads
     * its initial context. A failed session fetch is not an error: the session is then apologetic and without tools; its
     * greeting, and the answer to whatever is said, is the apology with {@code Action.End}, and the next contact fetches anew.
     *
     * <p>Text channels call it before each turn: a conversation that was idle for too long is closed and a new one opened. On
     * the phone a successor calls it with its higher epoch and goes on; a lower epoch than the stored one is refused with
     * {@link StaleEpochException}. Who is blocked is refused with {@link BlockedCallerException}, before anything is fetched for
     * him.
     */
    Uni<Opened> open(Contact contact);

    /**
     * The same for a channel that knows the account already: a chat whose last word is only seconds old goes on without anything being
     * asked.
     */
    default Uni<Opened> open(Contact contact, String accountId) {
        return open(contact);
    }

    /** The agent's first words. A conversation that went on has none: the stream is then only an empty TurnEnded. */
    Multi<AgentEvent> greet(ConversationKey key);

    /**
     * One turn. Tool and model failures become words; a failure of the stream itself means that nothing can be said: use
     * {@link Apologies#UNREACHABLE}. A turn id that was answered before gets the same answer again; one that a crash
     * interrupted goes on where it was. On text channels {@code Action.End} has already closed the record.
     */
    Multi<AgentEvent> userTurn(ConversationKey key, UserTurn turn);

    /**
     * Asks the model for the answer to what the person has probably said, while he may still go on. No tool runs and nothing is
     * recorded. Fails when there is nothing to prepare.
     *
     * @param guess its id and time do not matter
     * @param watcher sees the answer while it comes, on any thread
     * @return once the model was asked; to be given to {@link #userTurn(ConversationKey, UserTurn, PreparedAnswer)} or dropped
     */
    Uni<PreparedAnswer> prepare(ConversationKey key, UserTurn guess, Consumer<ChatModel.Event> watcher);

    /** The same turn; the prepared answer is its answer if it fits, and dropped if not. */
    Multi<AgentEvent> userTurn(ConversationKey key, UserTurn turn, PreparedAnswer prepared);

    /** The person heard only this much of the agent's last turn (barge-in). */
    Uni<Void> interrupted(ConversationKey key, String heardText);

    /**
     * The line itself said this in the agent's name, for example why a transfer came to nothing: recorded, and remembered for
     * the next turn.
     */
    Uni<Void> said(ConversationKey key, String words);

    /**
     * Somebody else wrote this to the person in the agent's place: recorded, and remembered for the next turn.
     *
     * @param id the same one again does nothing
     * @param by {@code HUMAN} for a person of the business, {@code AGENT} for the line itself
     */
    Uni<Void> wrote(ConversationKey key, String id, ConversationLog.Role by, String words);

    /** The agent is to know these facts from its next turn on. A null value removes one. */
    Uni<Void> learned(ConversationKey key, Map<String, Object> facts);

    /**
     * The person's words in a conversation whose {@link VoiceModel} answers them itself: recorded and remembered. A turn id that
     * came before does nothing.
     */
    Uni<Void> heard(ConversationKey key, UserTurn turn);

    /**
     * Runs a tool that a {@link VoiceModel} asked for: like in a turn, its key is saved first, its result remembered. Fails only
     * with {@link StaleEpochException} and {@link NotOpenException}; everything else becomes a result.
     *
     * @param epoch of the media stream
     */
    Uni<ToolLoop.Done> runTool(ConversationKey key, int epoch, ChatModel.Message.ToolCall call);

    /** What a {@link VoiceModel}, recogniser or synthesizer cost. */
    Uni<Void> used(ConversationKey key, ModelUsage usage);

    /** How long the caller waited for the agent's last turn. Once for each, when that is in the record. */
    Uni<Void> timed(ConversationKey key, AnswerTimes times);

    /** The caller was told, or asked, whether his words may be kept. */
    Uni<Void> consented(ConversationKey key, Consent consent);

    /** Who answered a call that we placed; the last word counts. */
    Uni<Void> answeredBy(ConversationKey key, AnsweredBy who);

    /** Closes the record. Idempotent: the first reason wins. */
    Uni<Void> end(ConversationKey key, EndReason reason);

    /** The same, with what another system tells of the call: all of it once, on however many replicas it is told. */
    Uni<Void> reported(ConversationKey key, CallReport report);

    /** Forgets what is kept of a conversation that is over; a later one under the same key goes on. */
    Uni<Void> forget(ConversationKey key, String id);

    /** What both sides said so far, oldest first ({@code User} and {@code Agent} only), empty when none is open: for a reload. */
    Uni<List<ChatModel.Message>> transcript(ConversationKey key);

    /** Is a conversation open under this key? */
    Uni<Boolean> isOpen(ConversationKey key);

    /** There is no open conversation under this key: call {@link #open} first. */
    final class NotOpenException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public NotOpenException(Channel channel) {
            super("no " + channel.wireName() + " conversation is open under this key");
        }
    }

    /** Another worker has taken the call over; this one must fall silent. */
    final class StaleEpochException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public StaleEpochException(int got, int current) {
            super("epoch " + got + " was replaced (expected: >= " + current + ")");
        }
    }

    /** The business takes no calls from this person. */
    final class BlockedCallerException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public BlockedCallerException() {
            super("the caller is blocked");
        }
    }

    /** The called address belongs to no agent. */
    final class UnknownAddressException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public UnknownAddressException(Channel channel) {
            super("no agent answers this " + channel.wireName() + " address");
        }
    }
}
