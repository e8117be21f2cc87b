// SPDX-License-Identifier: Apache-2.0
package io.allo.router.stubs;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A TCP relay on loopback in front of a real server: {@link #cut} takes the server away, {@link #restore} brings it back. */
public final class Relay {
    private final NetServer server;
    private final NetClient client;
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private Relay(Vertx vertx, String host, int port) throws Exception {
        client = vertx.createNetClient();
        server = vertx.createNetServer()
                .connectHandler(socket -> connect(socket, host, port))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    public static Relay to(Vertx vertx, String host, int port) throws Exception {
        return new Relay(vertx, host, port);
    }

    public int port() {
        return server.actualPort();
    }

    /** Breaks every connection and accepts no other. */
    public void cut() {
        cut = true;
        sockets.forEach(NetSocket::close);
    }

    public void restore() {
        cut = false;
    }

    private void connect(NetSocket socket, String host, int port) {
        if (cut) {
            socket.close();
            return;
        }
        socket.pause();
        sockets.add(socket);
        client.connect(port, host).onFailure(failure -> socket.close()).onSuccess(upstream -> {
            sockets.add(upstream);
            join(socket, upstream);
            join(upstream, socket);
            socket.resume();
        });
    }

    private void join(NetSocket from, NetSocket to) {
        from.handler(to::write);
        from.exceptionHandler(failure -> from.close());
        from.closeHandler(closed -> {
            sockets.remove(from);
            to.close();
        });
    }
}
