// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.session.PrivacySettings;
import io.allo.router.conversation.Consent;
import io.allo.router.conversation.Opened;
import io.allo.router.recording.BlockSink;
import io.allo.router.recording.CallRecorders;
import io.allo.router.recording.StereoTape;

/**
 * The recording of one call. Runs where the agent's settings want one, while the caller may be recorded, and while nobody but the
 * agent talks with him. One call, one mailbox.
 */
final class CallTape {
    private final Mailbox mailbox;
    private final CallRecorders recorders;
    private final CompandingLaw law;
    private final LiveSound live;
    private StereoTape tape;
    private boolean allowed;
    private boolean handedOver;
    private boolean refused;

    CallTape(Mailbox mailbox, CallRecorders recorders, CompandingLaw law) {
        this.mailbox = mailbox;
        this.recorders = recorders;
        this.law = law;
        this.live = new LiveSound(mailbox, law);
        this.tape = new StereoTape(law, BlockSink.NOWHERE);
    }

    void opened(Opened conversation, int epoch) {
        PrivacySettings privacy = conversation.agent().privacy();
        refused = conversation.consent() != null && !conversation.consent().allows();
        if (privacy.recording()) {
            var call = new CallRecorders.Call(conversation.key().accountId(), conversation.conversationId(), epoch);
            tape = new StereoTape(law, recorders.begin(call, law));
            Consent consent = conversation.consent();
            allowed = privacy.consent() == PrivacySettings.Consent.OFF || (consent != null && consent.allows());
            run();
        }
    }

    /** The caller's decision is in the record. */
    void decided(Consent consent) {
        allowed = consent.allows();
        refused = !allowed;
        run();
    }

    /** Another person may be on the line, who was told nothing. */
    void handedOver(boolean away) {
        handedOver = away;
        run();
    }

    /** Is somebody else on the line, perhaps? */
    boolean away() {
        return handedOver;
    }

    /** He does not want to be heard by anybody but whom he talks to. */
    boolean refused() {
        return refused;
    }

    /** What is heard now. */
    LiveSound live() {
        return live;
    }

    private void run() {
        tape.run(mailbox.nanoTime(), allowed && !handedOver);
    }

    void caller(byte[] g711) {
        live.caller(g711);
        tape.caller(mailbox.nanoTime(), g711);
    }

    /** @param from when the far end begins to play it */
    void agent(long from, byte[] g711) {
        live.agent(from, g711);
        tape.agent(mailbox.nanoTime(), from, g711);
    }

    void cleared() {
        live.cleared();
        tape.cleared(mailbox.nanoTime());
    }

    void paused() {
        live.paused();
        tape.paused(mailbox.nanoTime());
    }

    void resumed() {
        live.resumed();
        tape.resumed(mailbox.nanoTime());
    }

    void close() {
        tape.close(mailbox.nanoTime());
    }
}
