// SPDX-License-Identifier: Apache-2.0
package io.allo.router.twiliovoice;

import io.allo.contracts.worker.MediaToken;
import io.allo.router.config.ServiceKey;
import io.allo.router.twilio.TwilioConfig;
import io.allo.router.twilio.XmlText;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What Twilio is told to do with a call. */
@ApplicationScoped
class CallTwiml {
    /** Twilio opens the stream at once; a token that is found later opens nothing. */
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(1);

    private static final int RING_SECONDS = 25;

    private final TwilioConfig config;
    private final ServiceKey serviceKey;
    private final Clock clock;

    CallTwiml(TwilioConfig config, ServiceKey serviceKey, Clock clock) {
        this.config = config;
        this.serviceKey = serviceKey;
        this.clock = clock;
    }

    /**
     * Streams the call to this service; when the stream ends, {@code action} says how it goes on.
     *
     * @param base public address, {@code https://host}
     * @param transferOutcome wire name of what came of a transfer, empty when there was none
     */
    String stream(String base, TwilioCall call, int epoch, String transferOutcome) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(
                "callToken",
                MediaToken.issue(
                        serviceKey.value(), call.sid(), epoch, clock.instant().plus(TOKEN_LIFE)));
        parameters.put("epoch", Integer.toString(epoch));
        parameters.put("to", call.to());
        parameters.put("callerPhone", call.from());
        parameters.put("direction", "inbound");
        if (!transferOutcome.isEmpty()) {
            parameters.put("transferOutcome", transferOutcome);
        }
        StringBuilder xml = new StringBuilder(XmlText.HEAD).append("<Response><Connect action=\"");
        xml.append(XmlText.escaped(base + "/twilio/after-stream?epoch=" + epoch))
                .append("\"><Stream url=\"");
        xml.append(XmlText.escaped(base.replaceFirst("^http", "ws") + "/twilio/media-stream"))
                .append("\">");
        parameters.forEach((name, value) -> xml.append("<Parameter name=\"")
                .append(name)
                .append("\" value=\"")
                .append(XmlText.escaped(value))
                .append("\"/>"));
        return xml.append("</Stream></Connect></Response>").toString();
    }

    /** Connects with somebody else; what comes of it is told to {@code transfer-result}. */
    String dial(String target, int epoch) {
        String result = config.publicUrl()
                        .map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url)
                        .orElse("")
                + "/twilio/transfer-result?epoch=" + epoch;
        return XmlText.HEAD + "<Response><Dial timeout=\"" + RING_SECONDS + "\" action=\""
                + XmlText.escaped(result) + "\"><Number>" + XmlText.escaped(target)
                + "</Number></Dial></Response>";
    }

    static String hangUp() {
        return XmlText.HEAD + "<Response><Hangup/></Response>";
    }

    /** Nobody answers this number: not charged. */
    static String reject() {
        return XmlText.HEAD + "<Response><Reject/></Response>";
    }
}
