// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.cockpit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the services say of the cockpit's conversations, with hostile words wherever somebody's words stand. */
final class Samples {
    static final String HOSTILE = "<img src=x onerror=alert(1)>";
    static final String LOGIN = """
            {"accessToken":"t","expiresIn":600,"user":{"id":"1","name":"Zoé","role":"%s","accountId":"7"}}""";
    static final String BOARD = """
            {"running":{"voice":2,"web":1},"waiting":1,"held":0,
             "calls":{"count":120,"answered":0.97,"failed":0.08,"transferred":0.1,"averageSeconds":94,"answerP50Ms":780,"answerP95Ms":1450},
             "trunks":[{"id":1,"label":"OVH","state":"registered","since":"2026-11-22T01:00:00Z","calls":2},
                       {"id":2,"label":"sipgate %s","state":"unreachable","calls":0}]}""".formatted(HOSTILE);

    private Samples() {}

    static String card(String id, String channel, String state, String words) {
        return """
                {"id":"%s","channel":"%s","state":"%s","person":"+33612345678","agent":{"id":"a","name":"Léa"},"language":"fr",
                 "since":"%s","lastAt":"%s","lastTurns":[{"number":0,"role":"user","text":"%s","at":"2026-11-22T03:00:00Z"}],
                 "latencyMs":840,"costUsd":0.0123}""".formatted(id, channel, state, Instant.now().minusSeconds(75), Instant.now(), words);
    }

    static String live(String... cards) {
        return "{\"type\":\"live\",\"whole\":true,\"gone\":[],\"conversations\":[" + String.join(",", cards) + "]}";
    }

    static String line(String id, String role, String words) {
        return "{\"id\":\"%s\",\"role\":\"%s\",\"text\":\"%s\",\"at\":\"2026-11-22T03:00:0%sZ\",\"latencyMs\":812}"
                .formatted(id, role, words, id.charAt(id.length() - 1));
    }

    static String item() {
        return """
                {"id":"w1","channel":"whatsapp","person":"+33611223344","agent":{"id":"a","name":"Léa"},"language":"fr","state":"held",
                 "holder":{"id":"user:1","name":"Zoé"},"lastWords":{"role":"user","text":"%s","at":"2026-11-22T02:00:00Z"},
                 "lastAt":"2026-11-22T02:00:00Z","unread":2}""".formatted(HOSTILE);
    }

    static String message() {
        return """
                {"id":"m1","conversationId":"w1","channel":"whatsapp","role":"user","text":"%s","at":"2026-11-22T02:00:00Z"}""".formatted(HOSTILE);
    }

    static String history() {
        return IntStream.range(0, 1_000)
                .mapToObj(n -> """
                        {"id":"h%d","channel":"voice","person":"+3361234%04d","agent":{"id":"a","name":"Léa"},"end":"success",
                         "startedAt":"2026-11-21T10:00:00Z","durationMs":93000,"turns":8,"latencyMs":800,"costUsd":0.02,"words":"%s"}""".formatted(n, n, HOSTILE))
                .collect(Collectors.joining(",", "{\"conversations\":[", "]}"));
    }

    static String conversation() {
        return """
                {"id":"h1","channel":"voice","agent":{"id":"a","name":"Léa"},"caller":"+33612340001","language":"fr","degraded":false,
                 "startedAt":"2026-11-21T10:00:00Z","endedAt":"2026-11-21T10:01:33Z","durationMs":93000,
                 "endReason":{"category":"success","slug":"agent-hangup"},
                 "turns":[{"number":0,"role":"user","text":"Une table","at":"2026-11-21T10:00:05Z"},
                   {"number":1,"role":"agent","text":"C'est noté %s","at":"2026-11-21T10:00:06Z",
                    "latency":{"transcript":120,"turn":300,"firstWords":520,"firstSound":640,"sent":650,"heard":810}}],
                 "toolCalls":[{"number":0,"id":"t","name":"confirm_reservation","arguments":{"name":"%s"},"result":{"success":true},
                   "success":true,"outcome":"success","at":"2026-11-21T10:00:07Z","ms":42}],
                 "cost":{"costAi":0.0421,"costCurrency":"EUR","models":[{"model":"gpt-4o-mini","costUsd":0.03}]}}""".formatted(HOSTILE, HOSTILE);
    }

    static String ladder() {
        return """
                {"callId":"h1","offeredAt":"2026-11-21T10:00:00Z","omitted":0,"messages":[
                 {"at":"2026-11-21T10:00:00Z","direction":"in","sipCallId":"x","transport":"UDP","peer":"198.51.100.7:5060",
                  "start":"INVITE sip:+33140000000@allo","cseq":"1 INVITE","headers":["From: %s"],"body":"v=0"},
                 {"at":"2026-11-21T10:00:00.020Z","direction":"out","sipCallId":"x","transport":"UDP","peer":"198.51.100.7:5060",
                  "start":"SIP/2.0 100 Trying","cseq":"1 INVITE","headers":[]},
                 {"at":"2026-11-21T10:00:02Z","direction":"out","sipCallId":"x","transport":"UDP","peer":"198.51.100.7:5060",
                  "start":"SIP/2.0 200 OK","cseq":"1 INVITE","headers":[]}]}""".formatted(HOSTILE);
    }

    static String changed(String state) {
        return "{\"type\":\"live\",\"whole\":false,\"gone\":[],\"conversations\":[" + card("c1", "voice", state, "Oui")
                + "]}";
    }

    /** Stereo, A-law, as the router answers it: a tone on both sides. */
    static byte[] recording(int seconds) {
        int bytes = seconds * 8_000 * 2;
        ByteBuffer wav = ByteBuffer.allocate(58 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(US_ASCII)).putInt(50 + bytes).put("WAVEfmt ".getBytes(US_ASCII));
        wav.putInt(18).putShort((short) 6).putShort((short) 2).putInt(8_000).putInt(16_000);
        wav.putShort((short) 2).putShort((short) 8).putShort((short) 0).put("fact".getBytes(US_ASCII));
        wav.putInt(4).putInt(bytes / 2).put("data".getBytes(US_ASCII)).putInt(bytes);
        for (int i = 0; i < bytes; i++) {
            wav.put((byte) (i / 20 % 2 == 0 ? 0x2A : 0xAA));
        }
        return wav.array();
    }
}
