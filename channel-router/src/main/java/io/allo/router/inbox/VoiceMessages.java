// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.smallrye.mutiny.Uni;

/** Turns what a person has spoken into a message into words. Port; implemented by {@code voicenote}. */
public interface VoiceMessages {

    /** Fact of a message that is spoken: its MIME type, for example {@code audio/ogg; codecs=opus}. */
    String AUDIO_TYPE = "audio_type";

    /** False where nobody can listen: such a message is then declined when it comes in. */
    boolean able(String provider);

    /** Its words; empty where it could not be had or understood. Never fails. */
    Uni<String> words(InboxEntry entry);
}
