// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocketConnection;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A widget's socket and what it follows. */
final class SocketFollower implements Follower {
    static final TypedKey<SocketFollower> KEY = new TypedKey<>("webchat-follower");
    private static final Logger LOG = Logger.getLogger(SocketFollower.class);

    /** A reader this far behind is gone or hostile; the transcript has everything when it comes back. */
    private static final int MAX_UNSENT = 500;

    private static final int TRY_AGAIN_LATER = 1013;

    private final WebSocketConnection connection;
    private final ObjectMapper json;
    private final SendRate rate;
    private final AtomicInteger unsent = new AtomicInteger();
    private volatile @Nullable WebConversation conversation;

    SocketFollower(WebSocketConnection connection, ObjectMapper json, SendRate rate) {
        this.connection = connection;
        this.json = json;
        this.rate = rate;
    }

    SendRate rate() {
        return rate;
    }

    /** Null before {@code start} or {@code resume}. */
    @Nullable
    WebConversation conversation() {
        return conversation;
    }

    void follow(@Nullable WebConversation next) {
        conversation = next;
    }

    @Override
    public void send(ServerMessage message) {
        if (unsent.incrementAndGet() > MAX_UNSENT) {
            close(new CloseReason(TRY_AGAIN_LATER, "too slow"));
            return;
        }
        connection
                .sendText(text(message))
                .onTermination()
                .invoke(unsent::decrementAndGet)
                .subscribe()
                .with(_ -> {}, failure -> LOG.debugf("A chat socket went away: %s", failure.getMessage()));
    }

    void close(CloseReason reason) {
        connection.close(reason).subscribe().with(_ -> {}, _ -> {});
    }

    private String text(ServerMessage message) {
        try {
            return json.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings has a JSON form", e);
        }
    }
}
