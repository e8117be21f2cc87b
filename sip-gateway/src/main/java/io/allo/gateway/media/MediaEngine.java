// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.gateway.call.CallId;
import io.allo.gateway.call.MediaLeg;
import io.allo.gateway.call.MediaLegFactory;
import io.allo.gateway.call.MediaLegListener;
import io.allo.gateway.rtp.RtpPortAllocator;
import io.allo.gateway.rtp.RtpSocket;
import io.allo.gateway.rtp.SrtpSession;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/** Opens the calls' streams: finds a port pair, binds it, hands it to the loop; takes the port back at the end. */
@ApplicationScoped
public class MediaEngine implements MediaLegFactory {
    private static final Logger LOG = Logger.getLogger(MediaEngine.class);

    private final MediaConfig config;
    private final MediaMetrics metrics;
    private final RtpPortAllocator ports;
    private final InetAddress bindAddress;
    private final MediaLoop loop;
    /** By port: whose packets may still come for the call before. */
    private final Map<Integer, SourceLatch.Former> formers = new ConcurrentHashMap<>();

    public MediaEngine(MediaConfig config, MeterRegistry registry) {
        this.config = config;
        this.ports = new RtpPortAllocator(config.firstPort(), config.lastPort(), config.portRest());
        this.bindAddress = InetAddress.ofLiteral(config.bindAddress());
        this.loop = new MediaLoop();
        this.metrics = new MediaMetrics(registry, ports, loop);
    }

    @PostConstruct
    void start() {
        loop.start();
        Thread.ofVirtual()
                .name("srtp-warm-up")
                .start(SrtpSession::warmUp); // or the first such call would stop the loop
    }

    @PreDestroy
    void stop() {
        loop.close();
    }

    /** Its tasks run on the loop. */
    public Executor queue() {
        return loop::execute;
    }

    @Override
    public MediaLeg open(CallId callId, MediaLegListener listener) {
        RtpSocket socket = bindFreePair();
        MediaStream stream = new MediaStream(callId, socket, loop, config, listener, formers.remove(socket.port()));
        loop.execute(stream::open);
        return new RtpMediaLeg(loop, stream, socket.port(), () -> closed(callId, stream, socket.port()));
    }

    /** Tries each free pair once: another program may sit on one. */
    private RtpSocket bindFreePair() {
        for (int attempt = 0; attempt < ports.pairs(); attempt++) {
            OptionalInt port = ports.take(System.nanoTime());
            if (port.isEmpty()) {
                break;
            }
            try {
                return RtpSocket.bind(bindAddress, port.getAsInt());
            } catch (IOException e) {
                LOG.debugf(e, "RTP port %d is taken by another program", port.getAsInt());
                ports.release(port.getAsInt(), System.nanoTime());
            }
        }
        throw new NoMediaPortException(config.firstPort(), config.lastPort());
    }

    private void closed(CallId callId, MediaStream stream, int port) {
        SourceLatch.Former former = stream.latchedTo();
        if (former != null) {
            formers.put(port, former);
        }
        ports.release(port, System.nanoTime());
        MediaStatistics statistics = stream.statistics();
        metrics.record(statistics);
        LOG.infof("call %s: media ended, %s", callId, statistics);
    }
}
