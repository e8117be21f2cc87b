// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.router.inbox.InboxEntry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * {@code GET /stream/{conversationId}}: the answers of a conversation opened by {@code POST /chat}, as server-sent events. A
 * plain route, because the stream must be able to answer 204 (the only way to keep an {@code EventSource} from connecting
 * again) and to close after the last event.
 */
@ApplicationScoped
class StreamRoute {
    private static final Logger LOG = Logger.getLogger(StreamRoute.class);
    private static final Duration PURGE_EVERY = Duration.ofSeconds(60);

    private final WebChat chat;
    private final ChatHub hub;
    private final WebChatConfig config;
    private final ConnectionCount connections;
    private final ObjectMapper json;
    private final Vertx vertx;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

    StreamRoute(
            WebChat chat,
            ChatHub hub,
            WebChatConfig config,
            ConnectionCount connections,
            ObjectMapper json,
            Vertx vertx) {
        this.chat = chat;
        this.hub = hub;
        this.config = config;
        this.connections = connections;
        this.json = json;
        this.vertx = vertx;
    }

    void register(@Observes Router router) {
        router.get("/stream/:conversationId").handler(this::stream);
        vertx.setPeriodic(PURGE_EVERY.toMillis(), _ -> purge(Instant.now()));
    }

    private void stream(RoutingContext request) {
        String id = request.pathParam("conversationId");
        if (!WebConversation.isId(id)) {
            request.response().setStatusCode(404).end();
        } else if (connections.full()) {
            request.response().setStatusCode(503).end();
        } else {
            chat.openWithoutSecret(id)
                    .subscribe()
                    .with(
                            found -> found.ifPresentOrElse(
                                    conversation -> begin(request, conversation),
                                    () -> request.response().setStatusCode(404).end()),
                            request::fail);
        }
    }

    private void begin(RoutingContext request, WebConversation conversation) {
        EventStream stream = new EventStream(
                request.response(),
                json,
                through -> chat.streamed(conversation, through)
                        .subscribe()
                        .with(_ -> {}, e -> LOG.warnf("A streamed answer was not noted: %s", e.getMessage())));
        long after = lastEventId(request).orElse(conversation.streamedThrough());
        chat.state(conversation.key())
                .flatMap(state -> state == ServerMessage.State.OPEN
                        ? Uni.createFrom().item(false)
                        : chat.transcript(conversation, after).map(List::isEmpty))
                .subscribe()
                .with(
                        over -> {
                            if (over) {
                                stream.nothingMore();
                            } else {
                                follow(conversation, stream, after);
                            }
                        },
                        request::fail);
    }

    /** Joins before the transcript is read: what is answered in between comes twice, and the stream drops the second. */
    private void follow(WebConversation conversation, EventStream stream, long after) {
        open.add(stream);
        connections.streamOpened();
        stream.begin(() -> {
            open.remove(stream);
            connections.streamClosed();
            hub.leave(conversation.key(), stream);
        });
        if (!hub.join(conversation.key(), stream, config.maxFollowers())) {
            stream.send(new ServerMessage.Failure("too many streams of this conversation", null));
            stream.close();
            return;
        }
        chat.transcript(conversation, after).subscribe().with(missed -> replay(stream, missed), failure -> {
            LOG.warnf("A stream could not be begun: %s", failure.getMessage());
            stream.close();
        });
    }

    private void replay(EventStream stream, List<InboxEntry> missed) {
        for (InboxEntry entry : missed) {
            stream.send(
                    entry.reply() == null
                            ? new ServerMessage.Typing(ChatHub.id(entry))
                            : ChatHub.finalOf(entry, entry.reply()));
        }
        chat.followElsewhere(missed, stream);
    }

    /** Closes the streams that were idle for too long at this time. */
    void purge(Instant now) {
        Instant idleSince = now.minus(config.streamIdle());
        open.stream().filter(stream -> stream.lastEvent().isBefore(idleSince)).forEach(EventStream::close);
    }

    private static Optional<Long> lastEventId(RoutingContext request) {
        try {
            return Optional.ofNullable(request.request().getHeader("Last-Event-ID"))
                    .map(Long::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
