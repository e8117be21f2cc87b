// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sms;

import io.allo.router.channel.OutboundMessage;
import io.allo.router.inbox.ReplyPush;
import io.allo.router.twilio.TwilioMessages;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Late answers by SMS go by Twilio's REST API, unless the person has sent STOP meanwhile. */
@ApplicationScoped
class SmsPush implements ReplyPush {
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final TwilioMessages messages;
    private final SmsOptOuts optOuts;
    private final SmsConfig config;

    SmsPush(TwilioMessages messages, SmsOptOuts optOuts, SmsConfig config) {
        this.messages = messages;
        this.optOuts = optOuts;
        this.config = config;
    }

    @Override
    public String provider() {
        return TwilioSmsAdapter.PROVIDER;
    }

    @Override
    public List<String> parts(OutboundMessage reply) {
        return SmsText.parts(reply.text(), config.maxSegments());
    }

    @Override
    public Uni<Outcome> push(Recipient to, String part) {
        return push(to, Map.of("Body", part));
    }

    /** MMS is there between numbers of North America; elsewhere the address in the words has to do. */
    @Override
    public Uni<Outcome> push(Recipient to, String part, Extra extra) {
        boolean mms = to.ours().startsWith("+1") && String.valueOf(to.person()).startsWith("+1");
        return mms && extra instanceof Extra.FileAt file && file.isImage()
                ? push(to, Map.of("Body", part, "MediaUrl", file.url().toString()))
                : push(to, part);
    }

    private Uni<Outcome> push(Recipient to, Map<String, String> content) {
        String sender = to.person();
        if (sender == null) {
            return Uni.createFrom().item(new Outcome.Refused("the sender is not known"));
        }
        return optOuts.contains(to.accountId(), sender)
                .flatMap(stopped -> stopped
                        ? Uni.createFrom().item(new Outcome.Refused("the person wants no SMS"))
                        : messages.send(sender, to.ours(), content, "/api/sms/status"))
                .onFailure()
                .recoverWithItem(failure -> new Outcome.TryLater(failure.toString(), AGAIN));
    }

    @Override
    public Uni<Trace> trace(Recipient to, String part, Instant since) {
        return to.person() == null
                ? Uni.createFrom().item(new Trace.Silent("the sender is not known"))
                : messages.find(to.person(), to.ours(), part, since);
    }
}
