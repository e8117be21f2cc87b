// SPDX-License-Identifier: Apache-2.0
package io.allo.router.twilio;

/** Words inside TwiML. Pure functions. */
public final class XmlText {
    /** Every TwiML document begins so. */
    public static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    private XmlText() {}

    /** Escaped for elements and attributes; characters that XML cannot hold are left out. */
    public static String escaped(String text) {
        StringBuilder xml = new StringBuilder();
        text.codePoints().forEach(c -> append(xml, c));
        return xml.toString();
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
