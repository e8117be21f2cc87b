// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtpPacketTest {

    @Test
    void whatIsWrittenIsRead() {
        // Given
        RtpPacket packet = new RtpPacket(true, 101, 65_535, 0x89ABCDEF, 0xF0000001, new byte[] {1, 2, 3});
        ByteBuffer out = ByteBuffer.allocate(100);

        // When
        packet.write(out);
        RtpPacket read = RtpPacket.parse(out.flip());

        // Then
        assertThat(read).usingRecursiveComparison().isEqualTo(packet);
    }

    @Test
    void contributingSourcesExtensionAndPaddingAreReadOver() {
        // Given: V=2 P X CC=2, marker, type 8; two CSRC; extension of one word; payload AA BB; padding of 3
        RtpPacket packet = parse("B2 88 0001 00000002 00000003 11111111 22222222 BEDE0001 99999999 AABB 000003");

        // Then
        assertThat(packet).isNotNull();
        assertThat(packet.marker()).isTrue();
        assertThat(packet.payloadType()).isEqualTo(8);
        assertThat(packet.payload()).containsExactly(0xAA, 0xBB);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "80",
                "80 00 0001 00000002 000000", // 11 bytes
                "40 00 0001 00000002 00000003", // version 1
                "8F 00 0001 00000002 00000003 11111111", // 15 CSRC announced, one there
                "90 00 0001 00000002 00000003 BEDE", // extension cut
                "90 00 0001 00000002 00000003 BEDEFFFF 00000000", // extension longer than the packet
                "A0 00 0001 00000002 00000003 AABB00", // padding of 0
                "A0 00 0001 00000002 00000003 AABBFF" // padding longer than the payload
            })
    void whatIsNoPacketIsNull(String hex) {
        assertThat(parse(hex)).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noiseNeverThrows(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(80)];
            random.nextBytes(noise);
            if (noise.length > 0) {
                noise[0] = (byte) (0x80 | (noise[0] & 0x3F));
            }
            RtpPacket packet = RtpPacket.parse(ByteBuffer.wrap(noise));
            if (packet != null) {
                assertThat(packet.payload().length).isLessThanOrEqualTo(noise.length - RtpPacket.HEADER_BYTES);
            }
            RtcpPacket.parse(ByteBuffer.wrap(noise));
        }
    }

    private static RtpPacket parse(String hex) {
        return RtpPacket.parse(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }
}
