// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import io.allo.router.channel.OutboundMessage;
import io.allo.router.channel.ServiceWindow;
import io.allo.router.channel.TextParts;
import io.allo.router.inbox.ReplyPush;
import io.allo.router.twilio.TwilioMessages;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Late answers on WhatsApp go by Twilio's REST API; more than a day late only as the approved template. */
@ApplicationScoped
class WhatsAppPush implements ReplyPush {
    static final String STATUS = "/api/whatsapp/status";
    private static final String CLOSED =
            "24 hours have passed since the person wrote, and allo.whatsapp.template-sid is not set";

    private final TwilioMessages messages;
    private final WhatsAppConfig config;
    private final Clock clock;

    WhatsAppPush(TwilioMessages messages, WhatsAppConfig config, Clock clock) {
        this.messages = messages;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String provider() {
        return TwilioWhatsAppAdapter.PROVIDER;
    }

    @Override
    public List<String> parts(OutboundMessage reply) {
        return TextParts.of(reply.text(), TextParts.LIMIT);
    }

    @Override
    public Optional<String> refusal(Instant heardAt) {
        return ServiceWindow.isOpen(heardAt, clock.instant())
                        || config.templateSid().isPresent()
                ? Optional.empty()
                : Optional.of(CLOSED);
    }

    @Override
    public Uni<Outcome> push(Recipient to, String part) {
        return push(to, part, free(part));
    }

    /** A document would go without the words: Twilio has no captions for those. */
    @Override
    public Uni<Outcome> push(Recipient to, String part, Extra extra) {
        return extra instanceof Extra.FileAt file && file.isImage()
                ? push(to, part, Map.of("Body", part, "MediaUrl", file.url().toString()))
                : push(to, part);
    }

    private Uni<Outcome> push(Recipient to, String part, Map<String, String> free) {
        if (to.person() == null) {
            return Uni.createFrom().item(new Outcome.Refused("the sender is not known"));
        }
        return content(to, part, free)
                .map(content -> messages.send(address(to.person()), address(to.ours()), content, STATUS))
                .orElseGet(() -> Uni.createFrom().item(new Outcome.Refused(CLOSED)));
    }

    /** A template's or a choice's words are Twilio's: any message since then counts. */
    @Override
    public Uni<Trace> trace(Recipient to, String part, Instant since) {
        return to.person() == null
                ? Uni.createFrom().item(new Trace.Silent("the sender is not known"))
                : messages.find(
                        address(to.person()),
                        address(to.ours()),
                        content(to, part, free(part)).orElse(Map.of()).get("Body"),
                        since);
    }

    private Map<String, String> free(String part) {
        return WhatsAppChoice.of(part, config.choices()).orElseGet(() -> Map.of("Body", part));
    }

    /** Empty: nothing may be sent to him now. */
    private Optional<Map<String, String>> content(Recipient to, String part, Map<String, String> free) {
        if (ServiceWindow.isOpen(to.lastWrote(), clock.instant())) {
            return Optional.of(free);
        }
        return config.templateSid()
                .map(sid -> Map.of(
                        "ContentSid",
                        sid,
                        "ContentVariables",
                        new JsonObject().put("1", ServiceWindow.variable(part)).encode()));
    }

    private static String address(String number) {
        return TwilioWhatsAppAdapter.address(number);
    }
}
