// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sms;

import io.allo.router.channel.TextParts;
import java.util.List;
import java.util.Map;

/**
 * An answer as SMS. In the GSM 7-bit alphabet (3GPP TS 23.038) a segment of a long message holds 153 characters, with one other
 * character in it only 67: typographic signs become plain ones, letters stay as they are. Pure functions.
 */
final class SmsText {
    private static final int GSM_SEGMENT = 153;
    private static final int UCS2_SEGMENT = 67;
    private static final String BASIC =
            "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                    + "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    /** Each takes two characters' room. */
    private static final String EXTENDED = "^{}\\[~]|€";

    private static final Map<Character, String> PLAIN = Map.ofEntries(
            Map.entry('’', "'"),
            Map.entry('‘', "'"),
            Map.entry('“', "\""),
            Map.entry('”', "\""),
            Map.entry('«', "\""),
            Map.entry('»', "\""),
            Map.entry('–', "-"),
            Map.entry('—', "-"),
            Map.entry('…', "..."),
            Map.entry('•', "-"),
            Map.entry('\u00a0', " "),
            Map.entry('\u202f', " "));

    private SmsText() {}

    /** None costs more than so many segments. */
    static List<String> parts(String text, int segments) {
        String plain = plain(text);
        int doubles = (int) plain.chars().filter(c -> EXTENDED.indexOf(c) >= 0).count();
        int room = gsm(plain) ? Math.max(GSM_SEGMENT, segments * GSM_SEGMENT - doubles) : segments * UCS2_SEGMENT;
        return TextParts.of(plain, Math.min(room, TextParts.LIMIT));
    }

    static boolean gsm(String text) {
        return text.chars().allMatch(c -> BASIC.indexOf(c) >= 0 || EXTENDED.indexOf(c) >= 0);
    }

    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        for (char c : text.toCharArray()) {
            plain.append(PLAIN.getOrDefault(c, String.valueOf(c)));
        }
        return plain.toString();
    }
}
