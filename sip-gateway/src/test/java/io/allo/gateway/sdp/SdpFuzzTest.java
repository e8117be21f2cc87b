// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged descriptions get one of the documented outcomes, never an exception. */
class SdpFuzzTest {
    private static final String SEED_TEXT = """
            v=0
            o=caller 1 1 IN IP4 198.51.100.7
            s=call
            c=IN IP4 198.51.100.7
            t=0 0
            m=audio 4000 RTP/AVP 0 8 96
            a=rtpmap:96 telephone-event/8000
            a=ptime:20
            a=rtcp:4001 IN IP4 198.51.100.7
            a=rtcp-mux
            a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20
            a=sendrecv
            m=video 5000/2 RTP/AVP 31
            c=IN IP6 2001:db8::1
            """;
    private static final String[] FRAGMENTS = {
        "m=audio 1 RTP/AVP 0\n",
        "c=IN IP4 256.1.1.1\n",
        "c=IN IP6 ::::\n",
        "a=rtpmap:\n",
        "a=ptime:99999999999\n",
        "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAA\n",
        "a=rtcp:0 IN IP6 ::\n",
        "RTP/SAVP",
        "=",
        "\0",
        "é"
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void damagedDescriptionsHaveAnOutcome(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = damaged(random);
            SdpNegotiation negotiation = new SdpNegotiation(new LocalAudio("192.0.2.1", 20_000));

            assertThat(negotiation.answer(damaged)).isInstanceOfAny(Answered.class, Refused.class);
            negotiation.offer();
            assertThat(negotiation.acceptAnswer(damaged)).isInstanceOfAny(Agreed.class, Refused.class);
        }
    }

    private static byte[] damaged(Random random) {
        StringBuilder text = new StringBuilder(SEED_TEXT);
        for (int changes = 1 + random.nextInt(6); changes > 0 && !text.isEmpty(); changes--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.setCharAt(at, (char) random.nextInt(256));
                case 2 -> text.insert(at, FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
                default -> text.setLength(Math.max(1, at));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
