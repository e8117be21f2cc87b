// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.media.StreamMessage.Transfer.Mode;
import io.allo.contracts.media.StreamMessage.TransferResult;
import io.allo.contracts.media.StreamMessage.TransferResult.Outcome;
import io.allo.contracts.session.ContactResolution;
import io.allo.router.voice.Utterance.Afterwards;
import java.time.Duration;
import java.util.Arrays;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The caller is on his way to another person: the gateway has his ear, and says what came of it. Who does not get there is told
 * why and goes on with the agent, also when another worker sent him off. One call, one mailbox.
 */
final class HandOver {
    private static final Logger LOG = Logger.getLogger(HandOver.class);
    /** The gateway's own bounds are shorter; a gateway that says nothing at all still has the caller. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Mailbox mailbox;
    private final CallLine line;
    /** Where neither the agent nor the SIP account says how. */
    private final Mode mode;

    private Mailbox.Timer patience = Mailbox.Timer.NONE;
    private @Nullable String reason;
    private boolean underway;
    private @Nullable Outcome early;
    private @Nullable CallDialogue dialogue;
    private @Nullable ContactResolution agent;
    private @Nullable CallTape tape;
    private Prompts prompts;

    HandOver(Mailbox mailbox, CallLine line, VoiceRules rules) {
        this.mailbox = mailbox;
        this.line = line;
        this.mode = rules.transferMode();
        this.prompts = Prompts.in(rules.defaultLanguage());
    }

    /** The conversation is open: from here on failures can be put into words. */
    void opened(CallDialogue talk, Prompts inLanguage, ContactResolution ofAgent, CallTape recording) {
        tape = recording;
        dialogue = talk;
        agent = ofAgent;
        prompts = inLanguage;
        if (early != null) {
            back(early);
        }
    }

    /** The announcement was heard. */
    void begin(Afterwards.Transfer transfer) {
        requireNonNull(tape, "nobody talks yet").handedOver(true);
        reason = transfer.reason();
        underway = true;
        ContactResolution from = requireNonNull(agent, "nobody talks yet");
        line.transfer(transfer.target(), from.transferMode() == null ? mode : from.transferMode(), from);
        patience = mailbox.after(PATIENCE, () -> back(Outcome.FAILED));
    }

    /** Supervised: the other person is on the line and hears this worker. */
    void consulting(Speaker speaker) {
        String about = reason == null ? "" : reason + "\n";
        speaker.say(
                prompts.consultation() + "\n" + about + prompts.consultationKeys(),
                Utterance.Kind.LAST_WORDS,
                new Afterwards.Listen());
    }

    /** The caller comes back from a transfer that another worker began. @param outcome wire name, empty for any other call */
    void returned(String outcome) {
        early = Arrays.stream(Outcome.values())
                .filter(known -> known.wireName().equals(outcome))
                .findFirst()
                .orElse(null);
    }

    /** Is the caller on his way to somebody else? */
    boolean underway() {
        return underway;
    }

    void result(TransferResult result) {
        LOG.infof("transfer: %s (%d)", result.outcome().wireName(), result.status());
        if (result.outcome() != Outcome.TRANSFERRED) {
            back(result.outcome());
        }
    }

    private void back(Outcome why) {
        patience.cancel();
        underway = false;
        reason = null;
        CallDialogue talk = dialogue;
        if (talk == null) {
            early = why;
        } else {
            early = null;
            requireNonNull(tape, "nobody talks yet").handedOver(false);
            talk.takenBack(prompts.notTransferred(why));
        }
    }

    void cancel() {
        patience.cancel();
    }
}
