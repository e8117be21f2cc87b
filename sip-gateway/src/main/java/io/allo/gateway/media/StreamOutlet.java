// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.contracts.media.AudioFrame;
import io.allo.gateway.call.MediaLegListener;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import org.jspecify.annotations.Nullable;

/** Where a stream's frames and keys go: to its call, or across a bridge. One thread. */
final class StreamOutlet implements MediaLegListener {
    private final MediaLegListener call;
    private @Nullable BridgeEnd across;
    private Codec law = Codec.PCMU;

    StreamOutlet(MediaLegListener call) {
        this.call = call;
    }

    /** The law of the frames given to {@link #audio}. */
    void law(Codec codec) {
        law = codec;
    }

    /** @param end the other leg's ear, null when there is no bridge */
    void across(@Nullable BridgeEnd end) {
        across = end;
    }

    @Override
    public void audio(AudioFrame frame) {
        if (across != null) {
            across.put(frame.payload(), law);
        } else {
            call.audio(frame);
        }
    }

    @Override
    public void digit(char digit) {
        if (across != null) {
            across.press(digit);
        } else {
            call.digit(digit);
        }
    }

    /** A key heard in the audio. Across a bridge it is not pressed anew: the tone itself crosses. */
    void tone(char key) {
        if (across == null) {
            call.digit(key);
        }
    }

    @Override
    public void markPlayed(String name) {
        call.markPlayed(name);
    }

    @Override
    public void cleared(int item, long playedMs) {
        call.cleared(item, playedMs);
    }

    @Override
    public void turn(int item, long nanos) {
        call.turn(item, nanos);
    }

    @Override
    public void mediaTimeout() {
        call.mediaTimeout();
    }
}
