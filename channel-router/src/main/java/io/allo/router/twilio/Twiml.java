// SPDX-License-Identifier: Apache-2.0
package io.allo.router.twilio;

import java.util.List;

/** The XML with which Twilio's webhook is answered. */
public final class Twiml {
    /** Says nothing. */
    public static final String EMPTY = XmlText.HEAD + "<Response/>";

    private Twiml() {}

    /** One message per text. */
    public static String messages(List<String> texts) {
        if (texts.isEmpty()) {
            return EMPTY;
        }
        StringBuilder xml = new StringBuilder(XmlText.HEAD).append("<Response>");
        for (String text : texts) {
            xml.append("<Message>");
            xml.append(XmlText.escaped(text));
            xml.append("</Message>");
        }
        return xml.append("</Response>").toString();
    }
}
