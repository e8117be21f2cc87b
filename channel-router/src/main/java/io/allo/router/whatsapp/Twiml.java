// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import java.util.List;

/** The XML with which Twilio's webhook is answered. */
final class Twiml {
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    /** Says nothing. */
    static final String EMPTY = HEAD + "<Response/>";

    private Twiml() {}

    /** One message per text. */
    static String messages(List<String> texts) {
        if (texts.isEmpty()) {
            return EMPTY;
        }
        StringBuilder xml = new StringBuilder(HEAD).append("<Response>");
        for (String text : texts) {
            xml.append("<Message>");
            text.codePoints().forEach(c -> append(xml, c));
            xml.append("</Message>");
        }
        return xml.append("</Response>").toString();
    }

    private static void append(StringBuilder xml, int c) {
        switch (c) {
            case '&' -> xml.append("&amp;");
            case '<' -> xml.append("&lt;");
            case '>' -> xml.append("&gt;");
            case '"' -> xml.append("&quot;");
            case '\'' -> xml.append("&apos;");
            default -> {
                if (allowed(c)) {
                    xml.appendCodePoint(c);
                }
            }
        }
    }

    /** XML 1.0, production Char; others cannot be written at all, not even escaped. */
    private static boolean allowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}
