// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdpNegotiationTest {
    private final SdpNegotiation negotiation = new SdpNegotiation(new LocalAudio("192.0.2.1", 20_000), 4711);

    @Test
    void aUsualOfferIsAnsweredWithItsFirstCodecAndItsEventType() {
        // Given
        byte[] offer = sdp("m=audio 4000 RTP/AVP 9 8 0 96", "a=rtpmap:96 telephone-event/8000", "a=fmtp:96 0-16");

        // When
        Answered answered = answered(offer);

        // Then
        assertThat(answered.body()).isEqualTo("""
                v=0
                o=- 4711 4711 IN IP4 192.0.2.1
                s=-
                c=IN IP4 192.0.2.1
                t=0 0
                m=audio 20000 RTP/AVP 8 96
                a=rtpmap:8 PCMA/8000
                a=rtpmap:96 telephone-event/8000
                a=fmtp:96 0-15
                a=ptime:20
                a=sendrecv
                """.replace("\n", "\r\n"));
        assertThat(answered.audio())
                .isEqualTo(new NegotiatedAudio(
                        new InetSocketAddress(InetAddress.ofLiteral("198.51.100.7"), 4000),
                        Codec.PCMA,
                        8,
                        96,
                        20,
                        Direction.SENDRECV));
    }

    @Test
    void everyStreamGetsItsLineAndOnlyTheFirstUsableAudioIsTaken() {
        // Given
        byte[] offer = sdp(
                "m=video 5000 RTP/AVP 31 34",
                "m=audio 4002 RTP/SAVP 0",
                "m=audio 4000 RTP/AVP 0",
                "m=audio 4004 RTP/AVP 0",
                "m=application 9 UDP/DTLS/SCTP webrtc-datachannel");

        // When
        Answered answered = answered(offer);

        // Then
        assertThat(mediaLines(answered.body()))
                .containsExactly(
                        "m=video 0 RTP/AVP 31 34",
                        "m=audio 0 RTP/SAVP 0",
                        "m=audio 20000 RTP/AVP 0",
                        "m=audio 0 RTP/AVP 0",
                        "m=application 0 UDP/DTLS/SCTP webrtc-datachannel");
        assertThat(answered.audio().remote().getPort()).isEqualTo(4000);
    }

    @ParameterizedTest
    @CsvSource({
        "sendrecv, SENDRECV, SENDRECV",
        "sendonly, SENDRECV, RECVONLY",
        "recvonly, SENDRECV, SENDONLY",
        "inactive, SENDRECV, INACTIVE",
        "sendrecv, SENDONLY, SENDONLY",
        "sendonly, SENDONLY, INACTIVE",
        "recvonly, RECVONLY, INACTIVE"
    })
    void theDirectionIsWhatBothWant(String offered, Direction ours, Direction expected) {
        // Given
        negotiation.localDirection(ours);

        // When
        Answered answered = answered(sdp("m=audio 4000 RTP/AVP 0", "a=" + offered));

        // Then
        assertThat(answered.audio().direction()).isEqualTo(expected);
        assertThat(answered.body()).contains("a=" + expected.name().toLowerCase(java.util.Locale.ROOT) + "\r\n");
    }

    @Test
    void directionAndAddressOfTheMediaGoBeforeThoseOfTheSession() {
        // Given
        String offer =
                "v=0\nc=IN IP4 198.51.100.7\na=inactive\nm=audio 4000 RTP/AVP 0\nc=IN IP4 198.51.100.8\na=sendrecv\n";

        // When
        NegotiatedAudio audio = answered(bytes(offer)).audio();

        // Then
        assertThat(audio.remote().getAddress()).isEqualTo(InetAddress.ofLiteral("198.51.100.8"));
        assertThat(audio.direction()).isEqualTo(Direction.SENDRECV);
    }

    @Test
    void anUnspecifiedAddressIsHold() {
        // Given
        String offer = "v=0\r\nc=IN IP4 0.0.0.0\r\nm=audio 4000 RTP/AVP 0\r\n";

        // When
        NegotiatedAudio audio = answered(bytes(offer)).audio();

        // Then
        assertThat(audio.direction()).isEqualTo(Direction.RECVONLY);
        assertThat(audio.remote().getAddress().isAnyLocalAddress()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'',20",
        "a=ptime:30,30",
        "a=ptime:25,20",
        "a=ptime:5,10",
        "a=ptime:200,60",
        "a=maxptime:10,10",
        "a=ptime:x,20"
    })
    void thePacketLengthIsThePeersWishWithinReason(String attribute, int expectedMs) {
        // When
        Answered answered = answered(sdp("m=audio 4000 RTP/AVP 0", attribute));

        // Then
        assertThat(answered.audio().ptimeMs()).isEqualTo(expectedMs);
        assertThat(answered.body()).contains("a=ptime:" + expectedMs + "\r\n");
    }

    @Test
    void aCodecUnderADynamicTypeKeepsThePeersNumber() {
        // When
        Answered answered = answered(sdp("m=audio 4000 RTP/AVP 97", "a=rtpmap:97 pcma/8000/1"));

        // Then
        assertThat(answered.audio().payloadType()).isEqualTo(97);
        assertThat(answered.audio().codec()).isEqualTo(Codec.PCMA);
        assertThat(answered.audio().telephoneEventType()).isEqualTo(-1);
    }

    @Test
    void telephoneEventsOfAnotherClockAreNotTaken() {
        // Given
        byte[] offer = sdp(
                "m=audio 4000 RTP/AVP 0 100 101",
                "a=rtpmap:100 telephone-event/48000",
                "a=rtpmap:101 telephone-event/8000");

        // When / Then
        assertThat(answered(offer).audio().telephoneEventType()).isEqualTo(101);
    }

    @Test
    void theVersionRisesOnlyWhenTheDescriptionChanged() {
        // Given
        byte[] offer = sdp("m=audio 4000 RTP/AVP 0");
        String first = answered(offer).body();

        // When
        String same = answered(offer).body();
        String held = answered(sdp("m=audio 4000 RTP/AVP 0", "a=sendonly")).body();

        // Then
        assertThat(same).isEqualTo(first);
        assertThat(origin(first)).isEqualTo("o=- 4711 4711 IN IP4 192.0.2.1");
        assertThat(origin(held)).isEqualTo("o=- 4711 4712 IN IP4 192.0.2.1");
    }

    @Test
    void ourOfferAndItsAnswerInTheAckAgree() {
        // Given
        String offer = negotiation.offer();
        assertThat(mediaLines(offer)).containsExactly("m=audio 20000 RTP/AVP 0 8 101");

        // When
        AnswerOutcome outcome = negotiation.acceptAnswer(sdp("m=audio 4000 RTP/AVP 8 101", "a=ptime:30"));

        // Then
        assertThat(outcome).isInstanceOfSatisfying(Agreed.class, agreed -> {
            assertThat(agreed.audio().codec()).isEqualTo(Codec.PCMA);
            assertThat(agreed.audio().telephoneEventType()).isEqualTo(101);
            assertThat(agreed.audio().ptimeMs()).isEqualTo(30);
        });
    }

    @Test
    void aLaterOfferOfOursKeepsTheRefusedStreamsInPlace() {
        // Given
        answered(sdp("m=video 5000 RTP/AVP 31", "m=audio 4000 RTP/AVP 0"));
        negotiation.localDirection(Direction.SENDONLY);

        // When
        String offer = negotiation.offer();

        // Then
        assertThat(mediaLines(offer)).containsExactly("m=video 0 RTP/AVP 31", "m=audio 20000 RTP/AVP 0 8 101");
        assertThat(offer).contains("a=sendonly\r\n").contains("o=- 4711 4712 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m=audio 0 RTP/AVP 0",
                "m=audio 4000 RTP/SAVP 0",
                "m=audio 4000 RTP/AVP 18 9",
                "m=audio 4000 RTP/AVP 0\r\na=rtpmap:0 opus/48000",
                "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 239.1.1.1/127",
                "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 255.255.255.255",
                "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 phone.example.com",
                "m=audio 4000 RTP/AVP 0\r\nc=IN IP6 2001:db8::1",
                "m=video 4000 RTP/AVP 31",
                "a=nothing"
            })
    void nothingInCommonIs488(String media) {
        assertThat(negotiation.answer(sdp(media)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(488));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "v=1\r\n",
                "v=0\r\nm=audio\r\n",
                "v=0\r\nm=audio 70000 RTP/AVP 0\r\n",
                "v=0\r\nm=audio -1 RTP/AVP 0\r\n",
                "v=0\r\nc=IN IP4\r\n",
                "v=0\r\nno line\r\n"
            })
    void whatIsNoDescriptionIs400(String text) {
        assertThat(negotiation.answer(bytes(text)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(400));
    }

    @Test
    void tooLongTextsAreRefusedUnread() {
        assertThat(negotiation.answer(bytes("v=0\r\n" + "a=x\r\n".repeat(500)))).isInstanceOf(Refused.class);
        assertThat(negotiation.answer(bytes("v=0\r\na=" + "x".repeat(20_000)))).isInstanceOf(Refused.class);
    }

    @Test
    void anIpv6PeerIsAnsweredInItsFamily() {
        // Given
        SdpNegotiation ipv6 = new SdpNegotiation(new LocalAudio("2001:db8::1", 20_000));

        // When
        OfferOutcome outcome = ipv6.answer(bytes("v=0\r\nc=IN IP6 2001:db8::2\r\nm=audio 4000 RTP/AVP 0\r\n"));

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Answered.class, answered -> assertThat(answered.body()).contains("c=IN IP6 2001:db8::1\r\n"));
    }

    private Answered answered(byte[] offer) {
        OfferOutcome outcome = negotiation.answer(offer);
        assertThat(outcome).isInstanceOf(Answered.class);
        return (Answered) outcome;
    }

    private static List<String> mediaLines(String body) {
        return body.lines().filter(line -> line.startsWith("m=")).toList();
    }

    private static String origin(String body) {
        return body.lines().filter(line -> line.startsWith("o=")).findFirst().orElseThrow();
    }

    static byte[] sdp(String... media) {
        return bytes("v=0\r\no=caller 1 1 IN IP4 198.51.100.7\r\ns=call\r\nc=IN IP4 198.51.100.7\r\nt=0 0\r\n"
                + String.join("\r\n", media) + "\r\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
