// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.media.StreamMessage.Transfer.Mode;
import io.allo.contracts.session.ContactResolution;
import io.allo.router.conversation.AnsweredBy;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * The far end of a media WebSocket. Our gateway understands every message; a Twilio stream only {@code media mark clear},
 * its call ends when the socket closes. Sends count as unsent until the kernel has them. One call, one mailbox.
 */
final class StreamLine implements CallLine {
    private static final Logger LOG = Logger.getLogger(StreamLine.class);

    private static final CloseReason FLOOD = new CloseReason(1008, "too many messages");

    private final WebSocketConnection socket;
    private final ObjectMapper json;
    private final Dialect dialect;
    private final Abilities abilities;
    private String streamSid = "";
    private int unsent;

    /** What is spoken on the socket. */
    enum Dialect {
        /** Our gateway, audio as binary frames. */
        BINARY,
        /** Our gateway, audio in base64. */
        JSON,
        /** A web page that is its own telephone: binary frames; nobody behind it could be dialled. */
        BROWSER,
        /** {@code media mark clear} and nothing else: the rest of the call is {@link CarrierLine}'s. */
        TWILIO
    }

    StreamLine(WebSocketConnection socket, ObjectMapper json, Dialect dialect, boolean transfers) {
        this.socket = socket;
        this.json = json;
        this.dialect = dialect;
        this.abilities = new Abilities(true, true, true, transfers && dialect != Dialect.BROWSER);
    }

    /** The stream's id, known from {@code start}. */
    void stream(String sid) {
        streamSid = sid;
    }

    @Override
    public void ring(double seconds) {
        toGateway(new StreamMessage.Ring(streamSid, seconds));
    }

    @Override
    public void answer() {
        toGateway(new StreamMessage.Answer(streamSid));
    }

    @Override
    public void answeredBy(AnsweredBy who) {
        toGateway(new StreamMessage.AnsweredBy(streamSid, who.name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public void reject(int status, EndReason reason) {
        toGateway(new StreamMessage.Reject(streamSid, status, reason));
    }

    @Override
    public void audio(AudioFrame frame) {
        if (dialect == Dialect.BINARY || dialect == Dialect.BROWSER) {
            count(socket.sendBinary(Buffer.buffer(frame.encode())));
        } else {
            String payload = Base64.getEncoder().encodeToString(frame.payload());
            text(new StreamMessage.Media(null, streamSid, new StreamMessage.Media.Body(null, null, null, payload)));
        }
    }

    @Override
    public void mark(String name) {
        text(new StreamMessage.Mark(null, streamSid, new StreamMessage.Mark.Body(name)));
    }

    @Override
    public void clear() {
        text(new StreamMessage.Clear(streamSid));
    }

    @Override
    public void pause() {
        toGateway(new StreamMessage.Pause(streamSid));
    }

    @Override
    public void resume() {
        toGateway(new StreamMessage.Resume(streamSid));
    }

    @Override
    public void hangup(EndReason reason) {
        toGateway(new StreamMessage.Hangup(streamSid, reason));
    }

    @Override
    public void transfer(String target, Mode mode, ContactResolution agent) {
        toGateway(new StreamMessage.Transfer(streamSid, target, mode, agent.accountId(), agent.sipAccountId()));
    }

    @Override
    public void heartbeat() {
        toGateway(new StreamMessage.Heartbeat(System.currentTimeMillis()));
    }

    @Override
    public void goAway() {
        toGateway(new StreamMessage.GoAway(streamSid));
    }

    @Override
    public void close() {
        if (socket.isOpen()) {
            socket.close(CloseReason.NORMAL).subscribe().with(done -> {}, this::lost);
        }
    }

    /** What comes on the socket is no call's: it is closed as a violation (RFC 6455, 1008). */
    void refuse() {
        if (socket.isOpen()) {
            socket.close(FLOOD).subscribe().with(done -> {}, this::lost);
        }
    }

    @Override
    public int unsent() {
        return unsent;
    }

    @Override
    public Abilities abilities() {
        return abilities;
    }

    private void toGateway(StreamMessage message) {
        if (dialect != Dialect.TWILIO) {
            text(message);
        }
    }

    private void text(StreamMessage message) {
        try {
            count(socket.sendText(json.writerFor(StreamMessage.class).writeValueAsString(message)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every message can be written", e);
        }
    }

    private void count(Uni<Void> send) {
        if (socket.isClosed()) {
            return;
        }
        unsent++;
        send.subscribe().with(done -> unsent--, failure -> {
            unsent--;
            lost(failure);
        });
    }

    private void lost(Throwable failure) {
        LOG.debugf("media socket: %s", failure.toString());
    }
}
