// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

/** Keeps what was said on the wire about a call, for whoever has to explain it later. Any thread; returns at once. */
public interface CallJournal {

    /** Keeps nothing. */
    CallJournal NONE = new CallJournal() {
        @Override
        public void leg(CallId call, String sipCallId) {
            // nothing is kept
        }

        @Override
        public boolean follows(String sipCallId) {
            return false;
        }

        @Override
        public void message(SipNote note) {
            // nothing is kept
        }
    };

    /** The dialog with this SIP Call-ID belongs to the call; a call may have several. What was noted before counts. */
    void leg(CallId call, String sipCallId);

    /** Is anything known of this Call-ID? Other messages than a first INVITE are noted only then. */
    boolean follows(String sipCallId);

    void message(SipNote note);
}
