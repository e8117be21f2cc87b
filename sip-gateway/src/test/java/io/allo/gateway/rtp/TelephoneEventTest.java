// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.gateway.rtp.TelephoneEventSender.EventPacket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelephoneEventTest {
    private static final int PTIME_MS = 20;

    /** Each letter of {@code loss}: what happens to the packets of one key. */
    @ParameterizedTest(name = "digits={0}/loss={1}")
    @CsvSource({
        "1234567890*#ABCD, none",
        "55, none",
        "112233, first",
        "112233, end",
        "112233, all-but-one",
        "112233, duplicated",
        "112233, reordered"
    })
    void eachKeyIsReportedOnce(String digits, String loss) {
        // Given
        Random random = new Random(42);
        List<RtpPacket> packets = new ArrayList<>();
        for (List<RtpPacket> key : keyPackets(digits)) {
            packets.addAll(damaged(key, loss, random));
        }

        // When
        String heard = heard(packets);

        // Then
        assertThat(heard).isEqualTo(digits);
    }

    @Test
    void theKeyIsReportedAtItsFirstPacket() {
        // Given
        TelephoneEventReceiver receiver = new TelephoneEventReceiver();
        RtpPacket first = keyPackets("7").getFirst().getFirst();

        // When / Then
        assertThat(receiver.receive(first)).isEqualTo('7');
        assertThat(receiver.receive(first)).isEqualTo(TelephoneEventReceiver.NONE);
    }

    @Test
    void aKeyHeldForLongIsOneKey() {
        // Given: RFC 4733 2.5.1.3: the duration is full, the event goes on with a new timestamp
        TelephoneEventReceiver receiver = new TelephoneEventReceiver();
        List<Character> heard = new ArrayList<>();

        // When
        for (int units = 160; units <= 0xFFFF; units += 160) {
            heard.add(receiver.receive(event(3, false, units, 1000)));
        }
        heard.add(receiver.receive(event(3, false, 160, 1000 + 0xFFFF)));
        heard.add(receiver.receive(event(3, true, 320, 1000 + 0xFFFF)));

        // Then
        heard.removeIf(key -> key == TelephoneEventReceiver.NONE);
        assertThat(heard).containsExactly('3');
    }

    @Test
    void whatIsNoKeyIsIgnored() {
        // Given
        TelephoneEventReceiver receiver = new TelephoneEventReceiver();

        // When / Then: 16 is hook flash; three bytes are no event
        assertThat(receiver.receive(event(16, false, 160, 1))).isEqualTo(TelephoneEventReceiver.NONE);
        assertThat(receiver.receive(new RtpPacket(false, 101, 1, 2, 3, new byte[3])))
                .isEqualTo(TelephoneEventReceiver.NONE);
    }

    @Test
    void aSentKeyLastsAHundredMillisecondsAndEndsThreeTimes() {
        // Given
        TelephoneEventSender sender = new TelephoneEventSender();
        sender.press("9");

        // When
        List<EventPacket> packets = new ArrayList<>();
        for (int timestamp = 5000; sender.busy(); timestamp += 160) {
            EventPacket packet = sender.next(timestamp, PTIME_MS, 8);
            if (packet != null) {
                packets.add(packet);
            }
        }

        // Then
        assertThat(packets)
                .extracting(packet -> packet.event().duration())
                .containsExactly(160, 320, 480, 640, 800, 800, 800);
        assertThat(packets)
                .extracting(packet -> packet.event().end())
                .containsExactly(false, false, false, false, true, true, true);
        assertThat(packets)
                .extracting(EventPacket::marker)
                .containsExactly(true, false, false, false, false, false, false);
        assertThat(packets).extracting(EventPacket::timestamp).containsOnly(5000);
    }

    @Test
    void audioComesBetweenKeysAndForASecondHalfInAWait() {
        // Given
        TelephoneEventSender sender = new TelephoneEventSender();

        // When
        int taken = sender.press("1w2!");

        // Then
        StringBuilder pattern = new StringBuilder();
        for (int timestamp = 0; sender.busy(); timestamp += 160) {
            pattern.append(sender.next(timestamp, PTIME_MS, 8) == null ? '.' : 'k');
        }
        assertThat(taken).isEqualTo(3);
        assertThat(pattern.toString()).matches("k{7}\\.{3}\\.{26}k{7}\\.{3}");
    }

    private static List<List<RtpPacket>> keyPackets(String digits) {
        TelephoneEventSender sender = new TelephoneEventSender();
        sender.press(digits);
        List<List<RtpPacket>> keys = new ArrayList<>();
        int sequence = 65_530;
        for (int timestamp = -1000; sender.busy(); timestamp += 160) {
            EventPacket packet = sender.next(timestamp, PTIME_MS, 8);
            if (packet != null) {
                if (packet.marker()) {
                    keys.add(new ArrayList<>());
                }
                keys.getLast()
                        .add(new RtpPacket(
                                packet.marker(),
                                101,
                                sequence++ & 0xFFFF,
                                packet.timestamp(),
                                77,
                                packet.event().payload()));
            }
        }
        return keys;
    }

    private static List<RtpPacket> damaged(List<RtpPacket> key, String loss, Random random) {
        List<RtpPacket> packets = new ArrayList<>(key);
        switch (loss) {
            case "first" -> packets.removeFirst();
            case "end" -> packets.removeIf(packet -> packet.payload()[1] < 0);
            case "all-but-one" -> packets = List.of(key.get(random.nextInt(key.size())));
            case "duplicated" -> packets.addAll(key);
            case "reordered" -> Collections.shuffle(packets, random);
            default -> {
                // as sent
            }
        }
        return packets;
    }

    private static String heard(List<RtpPacket> packets) {
        TelephoneEventReceiver receiver = new TelephoneEventReceiver();
        StringBuilder heard = new StringBuilder();
        Map<Integer, Integer> reports = new HashMap<>();
        for (RtpPacket packet : packets) {
            char key = receiver.receive(packet);
            if (key != TelephoneEventReceiver.NONE) {
                heard.append(key);
                reports.merge(packet.timestamp(), 1, Integer::sum);
            }
        }
        assertThat(reports.values()).containsOnly(1);
        return heard.toString();
    }

    private static RtpPacket event(int event, boolean end, int duration, int timestamp) {
        return new RtpPacket(false, 101, 1, timestamp, 77, new TelephoneEvent(event, end, 10, duration).payload());
    }
}
