// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sdp;

import static io.allo.gateway.sdp.SdpNegotiationTest.sdp;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.trunk.TrunkPolicy.Srtp;
import io.allo.gateway.call.AudioPolicy;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.SrtpKeys;
import io.allo.gateway.call.SrtpKeys.Suite;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wide-band codecs, SDES keys and where RTCP goes. */
class SdpCodecsAndKeysTest {
    private static final String KEY = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";
    private static final String OTHER_KEY = "PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR";
    private static final String CRYPTO = "a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:" + KEY;

    @Test
    void opusIsTakenWithTheEventsOfItsClock() {
        // Given
        byte[] offer = sdp(
                "m=audio 4000 RTP/AVP 111 0 101 102",
                "a=rtpmap:111 opus/48000/2",
                "a=rtpmap:101 telephone-event/8000",
                "a=rtpmap:102 telephone-event/48000",
                "a=ptime:30");

        // When
        Answered answered = answered(with(Srtp.OFF, Codec.PCMU, Codec.OPUS), offer);

        // Then
        assertThat(answered.audio().codec()).isEqualTo(Codec.OPUS);
        assertThat(answered.audio().payloadType()).isEqualTo(111);
        assertThat(answered.audio().telephoneEventType()).isEqualTo(102);
        assertThat(answered.audio().ptimeMs()).as("Opus has no 30 ms").isEqualTo(20);
        assertThat(answered.body())
                .contains("m=audio 20000 RTP/AVP 111 102\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 ")
                .contains("a=rtpmap:102 telephone-event/48000\r\n");
    }

    @Test
    void opusTakesEventsOfEightKilohertzWhereThereAreNoOthers() {
        Answered answered = answered(
                with(Srtp.OFF, Codec.OPUS),
                sdp("m=audio 4000 RTP/AVP 96 101", "a=rtpmap:96 OPUS/48000/2", "a=rtpmap:101 telephone-event/8000"));
        assertThat(answered.audio().telephoneEventType()).isEqualTo(101);
        assertThat(answered.body()).contains("a=rtpmap:101 telephone-event/8000\r\n");
    }

    @Test
    void thePolicyOrdersOurOfferAndThePeersOrderOurAnswer() {
        // Given
        SdpNegotiation negotiation = with(Srtp.OFF, Codec.OPUS, Codec.G722, Codec.PCMA);

        // When / Then
        assertThat(negotiation.offer())
                .contains("m=audio 20000 RTP/AVP 107 9 8 101 110\r\n")
                .contains("a=rtpmap:9 G722/8000\r\n");
        assertThat(answered(negotiation, sdp("m=audio 4000 RTP/AVP 0 9 8"))
                        .audio()
                        .codec())
                .isEqualTo(Codec.G722);
    }

    @Test
    void aLaterOfferOfOursKeepsThePayloadTypesInUse() {
        SdpNegotiation negotiation = with(Srtp.OFF, Codec.OPUS, Codec.PCMU);
        answered(
                negotiation,
                sdp("m=audio 4000 RTP/AVP 96 97", "a=rtpmap:96 opus/48000/2", "a=rtpmap:97 telephone-event/48000"));
        assertThat(negotiation.offer()).contains("m=audio 20000 RTP/AVP 96 0 101 97\r\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"OPTIONAL", "REQUIRED"})
    void anEncryptedOfferIsAnsweredWithOurKeyUnderItsTag(Srtp policy) {
        // When
        Answered answered = answered(
                with(policy, Codec.PCMU),
                sdp("m=audio 4000 RTP/SAVP 0", "a=crypto:2 F8_128_HMAC_SHA1_80 inline:" + OTHER_KEY, CRYPTO + "|2^31"));

        // Then
        SrtpKeys keys = keys(answered.audio());
        assertThat(keys.suite()).isEqualTo(Suite.AES_CM_128_HMAC_SHA1_80);
        assertThat(keys.remote()).isEqualTo(KEY);
        assertThat(answered.body())
                .contains("m=audio 20000 RTP/SAVP 0\r\n")
                .contains("a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:" + keys.local() + "\r\n");
        assertThat(keys.local()).isNotEqualTo(KEY).hasSize(40);
        assertThat(keys.toString()).doesNotContain(KEY).doesNotContain(keys.local());
    }

    @Test
    void keysOverAPlainProfileAreTakenToo() {
        Answered answered = answered(
                with(Srtp.OPTIONAL, Codec.PCMU),
                sdp("m=audio 4000 RTP/AVP 0", "a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:" + KEY));
        assertThat(keys(answered.audio()).suite()).isEqualTo(Suite.AES_CM_128_HMAC_SHA1_32);
        assertThat(answered.body())
                .contains("m=audio 20000 RTP/AVP 0\r\n")
                .contains("a=crypto:1 AES_CM_128_HMAC_SHA1_32 ");
    }

    @Test
    void aRepeatedOfferKeepsOurKeyAndTheVersion() {
        SdpNegotiation negotiation = with(Srtp.OPTIONAL, Codec.PCMU);
        Answered first = answered(negotiation, sdp("m=audio 4000 RTP/SAVP 0", CRYPTO));
        assertThat(answered(negotiation, sdp("m=audio 4000 RTP/SAVP 0", CRYPTO)))
                .isEqualTo(first);
        assertThat(negotiation.offer())
                .contains("m=audio 20000 RTP/SAVP 0 101\r\n")
                .contains(keys(first.audio()).local());
    }

    @ParameterizedTest
    @CsvSource({
        "OFF, RTP/SAVP, " + CRYPTO,
        "OPTIONAL, RTP/SAVP, a=nothing",
        "REQUIRED, RTP/SAVP, a=crypto:1 AES_256_CM_HMAC_SHA1_80 inline:" + KEY,
        "REQUIRED, RTP/SAVP, a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2hvcnQ=",
        "REQUIRED, RTP/SAVP, a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " UNENCRYPTED_SRTP",
        "REQUIRED, RTP/SAVP, a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|1:4",
        "REQUIRED, RTP/AVP, a=nothing"
    })
    void whatThePolicyDoesNotAllowIs488(Srtp policy, String profile, String attribute) {
        assertThat(with(policy, Codec.PCMU).answer(sdp("m=audio 4000 " + profile + " 0", attribute)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(488));
    }

    @Test
    void offEncryptionIgnoresKeysOverAPlainProfile() {
        Answered answered = answered(with(Srtp.OFF, Codec.PCMU), sdp("m=audio 4000 RTP/AVP 0", CRYPTO));
        assertThat(answered.audio().transport().srtp()).isNull();
        assertThat(answered.body()).doesNotContain("crypto");
    }

    @Test
    void requiredEncryptionIsOfferedAndMustBeAnswered() {
        // Given
        SdpNegotiation negotiation = with(Srtp.REQUIRED, Codec.PCMU);
        String offer = negotiation.offer();
        assertThat(offer)
                .contains("m=audio 20000 RTP/SAVP 0 101\r\n")
                .contains("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:")
                .contains("a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:");

        // When / Then
        assertThat(negotiation.acceptAnswer(sdp("m=audio 4000 RTP/SAVP 0"))).isInstanceOf(Refused.class);
        assertThat(negotiation.acceptAnswer(sdp("m=audio 4000 RTP/SAVP 0", CRYPTO)))
                .as("tag 3")
                .isInstanceOf(Refused.class);
        assertThat(negotiation.acceptAnswer(
                        sdp("m=audio 4000 RTP/SAVP 0", "a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:" + KEY)))
                .isInstanceOfSatisfying(Agreed.class, agreed -> {
                    assertThat(keys(agreed.audio()).remote()).isEqualTo(KEY);
                    assertThat(offer)
                            .contains("a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:"
                                    + keys(agreed.audio()).local());
                });
    }

    @Test
    void rtcpGoesWhereThePeerWantsIt() {
        // When
        Answered answered = answered(
                with(Srtp.OFF, Codec.PCMU),
                sdp("m=audio 4000 RTP/AVP 0", "a=rtcp:53020 IN IP4 198.51.100.9", "a=rtcp-mux"));

        // Then
        assertThat(answered.audio().transport().remoteRtcp())
                .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("198.51.100.9"), 53020));
        assertThat(answered.audio().transport().rtcpMux()).isTrue();
        assertThat(answered.body()).contains("a=rtcp-mux\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=rtcp:0",
                "a=rtcp:x",
                "a=rtcp:99999",
                "a=rtcp:5000 IN IP4 phone.example.com",
                "a=rtcp:5000 IN IP6 ::1"
            })
    void anRtcpAddressThatWeCannotSendToIsIgnored(String attribute) {
        assertThat(answered(with(Srtp.OFF, Codec.PCMU), sdp("m=audio 4000 RTP/AVP 0", attribute))
                        .audio()
                        .transport()
                        .remoteRtcp())
                .isNull();
    }

    @Test
    void aRefusedReofferOfAnImageAloneLeavesTheSession() {
        SdpNegotiation negotiation = with(Srtp.OFF, Codec.PCMU);
        Answered first = answered(negotiation, sdp("m=audio 4000 RTP/AVP 0"));
        assertThat(negotiation.answer(sdp("m=audio 0 RTP/AVP 0", "m=image 4002 udptl t38")))
                .isInstanceOf(Refused.class);
        assertThat(answered(negotiation, sdp("m=audio 4000 RTP/AVP 0"))).isEqualTo(first);
    }

    private static SdpNegotiation with(Srtp srtp, Codec... codecs) {
        return new SdpNegotiation(new LocalAudio("192.0.2.1", 20_000, new AudioPolicy(List.of(codecs), srtp)), 4711);
    }

    private static Answered answered(SdpNegotiation negotiation, byte[] offer) {
        OfferOutcome outcome = negotiation.answer(offer);
        assertThat(outcome).isInstanceOf(Answered.class);
        return (Answered) outcome;
    }

    private static SrtpKeys keys(NegotiatedAudio audio) {
        SrtpKeys keys = audio.transport().srtp();
        assertThat(keys).isNotNull();
        return keys;
    }
}
