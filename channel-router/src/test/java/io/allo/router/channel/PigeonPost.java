// SPDX-License-Identifier: Apache-2.0
package io.allo.router.channel;

import io.allo.router.conversation.Channel;
import io.allo.router.inbox.Accepted;
import io.allo.router.inbox.Inbox;
import io.allo.router.inbox.ReplyPush;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A channel that is nowhere but here: {@code ring/place/words} on a strip of paper, answers of at most 20 letters. */
@ApplicationScoped
public class PigeonPost implements ChannelAdapter<String, List<String>>, ReplyPush {
    private static final int STRIP = 20;

    private final AgentDirectory agents;
    private final Inbox inbox;
    private final List<String> flown = new CopyOnWriteArrayList<>();

    PigeonPost(AgentDirectory agents, Inbox inbox) {
        this.agents = agents;
        this.inbox = inbox;
    }

    /** A pigeon has landed. */
    public Uni<@Nullable Accepted> landed(String strip) {
        return parse(strip)
                .map(message ->
                        agents.resolve(message.contact()).flatMap(agent -> inbox.accept(message, agent.accountId())))
                .orElseGet(() -> Uni.createFrom().nullItem());
    }

    /** What went home. */
    public List<String> flown() {
        return List.copyOf(flown);
    }

    @Override
    public Channel channel() {
        return Channel.SMS;
    }

    @Override
    public Optional<InboundMessage> parse(String strip) {
        String[] parts = strip.split("/", 3);
        if (parts.length < 3 || parts[2].isBlank()) {
            return Optional.empty();
        }
        return Optional.of(new InboundMessage(
                Channel.SMS,
                provider(),
                parts[0],
                parts[1],
                "pigeon_" + parts[1],
                null,
                InboundMessage.Kind.TEXT,
                parts[2],
                Map.of("ring", parts[0]),
                Map.of("strip", strip),
                Instant.now()));
    }

    @Override
    public List<String> render(OutboundMessage message) {
        return TextParts.of(message.text(), STRIP);
    }

    @Override
    public List<String> ignored() {
        return List.of();
    }

    @Override
    public String provider() {
        return "pigeon";
    }

    @Override
    public List<String> parts(OutboundMessage reply) {
        return render(reply);
    }

    @Override
    public Uni<Outcome> push(Recipient to, String part) {
        flown.add(part);
        return Uni.createFrom().item(new Outcome.Sent("feather-" + flown.size()));
    }
}
