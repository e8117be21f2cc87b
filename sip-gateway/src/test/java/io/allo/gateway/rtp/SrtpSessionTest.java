// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors are those of libsrtp's own test driver, computed with the keys of RFC 3711 appendix B.3. */
class SrtpSessionTest {
    private static final byte[] KEY =
            HexFormat.of().parseHex("e1f97a0d3e018be0d64fa32c06de41390ec675ad498afeebb6960b3aabe6");
    private static final byte[] OTHER_KEY =
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d");
    private static final String PLAIN = "800f1234decafbadcafebabe" + "ab".repeat(16);
    private static final String SECURE = "800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb";
    private static final String PLAIN_RTCP = "81c8000bcafebabe" + "ab".repeat(16);
    private static final String SECURE_RTCP =
            "81c8000bcafebabe7128035be487b9bdbef89041f977a5a880000001993e08cd54d6c1230798";

    private final SrtpSession session = new SrtpSession(KEY, KEY, 10);

    @Test
    void encryptsAndOpensTheKnownPacket() {
        ByteBuffer packet = datagram(PLAIN);
        assertThat(session.protect(packet)).isTrue();
        assertThat(hex(packet)).isEqualTo(SECURE);
        assertThat(session.open(packet)).isTrue();
        assertThat(hex(packet)).isEqualTo(PLAIN);
    }

    @Test
    void opensTheKnownReportAndItsOwn() {
        ByteBuffer report = datagram(SECURE_RTCP);
        assertThat(session.openControl(report)).isTrue();
        assertThat(hex(report)).isEqualTo(PLAIN_RTCP);
        SrtpSession theirs = new SrtpSession(OTHER_KEY, KEY, 10);
        assertThat(session.protectControl(report)).isTrue();
        assertThat(hex(report)).startsWith("81c8000bcafebabe").doesNotContain("abab");
        assertThat(theirs.openControl(report)).isTrue();
        assertThat(hex(report)).isEqualTo(PLAIN_RTCP);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 10})
    void aStreamIsOpenedByThePeerAcrossTheWrapOfItsSequence(int tagBytes) {
        // Given
        SrtpSession ours = new SrtpSession(KEY, OTHER_KEY, tagBytes);
        SrtpSession theirs = new SrtpSession(OTHER_KEY, KEY, tagBytes);

        // When / Then
        for (int i = 0; i < 200; i++) {
            ByteBuffer packet = packet(65_500 + i & 0xFFFF, i);
            String plain = hex(packet);
            assertThat(ours.protect(packet)).isTrue();
            assertThat(packet.remaining()).isEqualTo(172 + tagBytes);
            assertThat(theirs.open(packet)).isTrue();
            assertThat(hex(packet)).isEqualTo(plain);
        }
    }

    @Test
    void forgedRepeatedAndPlainPacketsAreNotOpened() {
        SrtpSession theirs = new SrtpSession(OTHER_KEY, KEY, 10);
        ByteBuffer good = packet(1, 1);
        session.protect(good);
        byte[] wire = bytes(good);
        assertThat(theirs.open(ByteBuffer.wrap(wire.clone()))).isTrue();
        assertThat(theirs.open(ByteBuffer.wrap(wire.clone()))).as("replayed").isFalse();
        wire[20] ^= 1;
        wire[3] = 2;
        assertThat(theirs.open(ByteBuffer.wrap(wire))).as("changed").isFalse();
        assertThat(theirs.open(packet(3, 1))).as("plain").isFalse();
        for (int length = 0; length < 40; length++) {
            assertThat(theirs.open(ByteBuffer.wrap(new byte[length]))).isFalse();
            assertThat(theirs.openControl(ByteBuffer.wrap(new byte[length]))).isFalse();
        }
    }

    @Test
    void aNewKeyOfThePeerLeavesWhatWeSendGoingOn() {
        // Given
        SrtpSession theirs = new SrtpSession(OTHER_KEY, KEY, 10);
        ByteBuffer first = packet(10, 1);
        session.protect(first);

        // When
        SrtpSession renewed = session.withRemote(OTHER_KEY);
        ByteBuffer second = packet(11, 2);
        renewed.protect(second);
        ByteBuffer fromPeer = packet(1, 1);
        theirs.protect(fromPeer);

        // Then
        assertThat(theirs.open(first)).isTrue();
        assertThat(theirs.open(second)).isTrue();
        assertThat(renewed.open(fromPeer)).isTrue();
    }

    private static ByteBuffer packet(int sequence, int value) {
        ByteBuffer out = ByteBuffer.allocate(400);
        byte[] payload = new byte[160];
        payload[0] = (byte) value;
        new RtpPacket(false, 0, sequence, value * 160, 77, payload).write(out);
        return out.flip();
    }

    private static ByteBuffer datagram(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return ByteBuffer.allocate(200).put(bytes).flip();
    }

    private static byte[] bytes(ByteBuffer datagram) {
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(datagram.position(), bytes);
        return bytes;
    }

    private static String hex(ByteBuffer datagram) {
        return HexFormat.of().formatHex(bytes(datagram));
    }
}
