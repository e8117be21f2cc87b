// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.audio.ToneGenerator;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.allo.gateway.rtp.RtpPacket;
import io.allo.gateway.rtp.TelephoneEvent;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** One source a call, no doubles (issue 3 item 6). */
class CallerKeysTest {
    private static final long SECOND = 1_000_000_000;

    private final RecordingListener listener = new RecordingListener();
    private final StreamOutlet outlet = new StreamOutlet(listener);
    private final CallerKeys keys = new CallerKeys(outlet);
    private long now;

    @Test
    void whereEventsAreAgreedNeitherInfoNorTonesCount() {
        keys.negotiated(agreement(101));
        press('5');
        keys.info('5', now);
        keys.event(event(5, 800));
        keys.event(event(5, 800));
        assertThat(listener.events).containsExactly("digit 5");
    }

    @Test
    void withoutEventsTonesAreHeard() {
        keys.negotiated(agreement(-1));
        press('5');
        press('#');
        assertThat(listener.events).containsExactly("digit 5", "digit #");
    }

    @Test
    void anInfoAfterItsOwnToneIsTheSamePressAndEndsTheListening() {
        keys.negotiated(agreement(-1));
        press('5');
        keys.info('5', now);
        press('6');
        keys.info('6', now);
        press('6');
        keys.info('6', now);
        assertThat(listener.events).containsExactly("digit 5", "digit 6", "digit 6");
    }

    @Test
    void anInfoBeforeItsToneIsOneKey() {
        keys.negotiated(agreement(-1));
        keys.info('1', now);
        press('1');
        assertThat(listener.events).containsExactly("digit 1");
    }

    @Test
    void aRenegotiationMayChangeTheSource() {
        keys.negotiated(agreement(-1));
        press('1');
        keys.negotiated(agreement(101));
        press('2');
        keys.event(event(3, 800));
        keys.negotiated(agreement(-1));
        press('4');
        assertThat(listener.events).containsExactly("digit 1", "digit 3", "digit 4");
    }

    @Test
    void acrossABridgeATonesKeyIsNotPressedAnew() {
        keys.negotiated(agreement(-1));
        BridgeEnd end = new BridgeEnd(new io.allo.gateway.rtp.TelephoneEventSender());
        outlet.across(end);
        press('1');
        assertThat(listener.events).isEmpty();
    }

    private void press(char key) {
        byte[] tone = Companding.encode(ToneGenerator.key(key, Duration.ofMillis(100)), Codec.PCMA);
        for (int at = 0; at < tone.length; at += 160) {
            keys.audio(Arrays.copyOfRange(tone, at, at + 160), Codec.PCMA, now);
        }
        byte[] pause = Companding.encode(new short[480], Codec.PCMA);
        keys.audio(pause, Codec.PCMA, now);
        now += SECOND / 10;
    }

    private static RtpPacket event(int event, int timestamp) {
        return new RtpPacket(true, 101, 1, timestamp, 1, new TelephoneEvent(event, false, 10, 160).payload());
    }

    private static NegotiatedAudio agreement(int eventType) {
        return new NegotiatedAudio(
                new InetSocketAddress("127.0.0.1", 4000), Codec.PCMA, 8, eventType, 20, Direction.SENDRECV);
    }
}
