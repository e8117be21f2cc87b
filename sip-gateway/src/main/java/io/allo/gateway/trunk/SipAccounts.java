// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.CallTimers;
import io.allo.gateway.call.TrunkDirectory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The SIP accounts, read again and again; the last known ones stand while their source is away. Reading is asynchronous,
 * asking is from memory. Thread-safe.
 */
public final class SipAccounts implements TrunkDirectory {
    private static final Logger LOG = Logger.getLogger(SipAccounts.class);

    private final AccountSource source;
    private final CallTimers timers;
    private final Duration refresh;
    private final List<Consumer<List<Trunk>>> listeners = new CopyOnWriteArrayList<>();
    private final Map<Integer, Set<InetAddress>> addresses = new ConcurrentHashMap<>();
    private volatile List<Trunk> known = List.of();
    private volatile boolean everRead;
    private boolean running;
    private boolean reading;
    private boolean readAgain;
    private boolean away;
    private CallTimers.@Nullable Pending next;

    /** @param refresh time between two readings */
    public SipAccounts(AccountSource source, CallTimers timers, Duration refresh) {
        this.source = requireNonNull(source, "source");
        this.timers = requireNonNull(timers, "timers");
        this.refresh = requireNonNull(refresh, "refresh");
    }

    /** Begins to read; the listener hears each list that differs from the one before, one call at a time. */
    public void start() {
        synchronized (this) {
            running = true;
        }
        readNow();
    }

    /** Told of every change, in the thread that brought it. Add before {@link #start()}. */
    public void onChange(Consumer<List<Trunk>> listener) {
        listeners.add(listener);
    }

    /** Something changed there: reads at once, and once more if a reading is under way. */
    public void readNow() {
        synchronized (this) {
            if (!running) {
                return;
            }
            if (reading) {
                readAgain = true;
                return;
            }
            reading = true;
            if (next != null) {
                next.cancel();
            }
        }
        source.read().whenComplete(this::read);
    }

    private void read(@Nullable List<Trunk> found, @Nullable Throwable failure) {
        if (failure == null && found != null) {
            take(List.copyOf(found));
        }
        boolean again;
        synchronized (this) {
            if (failure != null && !away) {
                LOG.warnf("SIP accounts not read, the last %d stand: %s", known.size(), failure.getMessage());
            }
            away = failure != null;
            reading = false;
            again = readAgain;
            readAgain = false;
            if (running && !again) {
                next = timers.after(refresh, this::readNow);
            }
        }
        if (again) {
            readNow();
        }
    }

    private void take(List<Trunk> found) {
        if (everRead && found.equals(known)) {
            return;
        }
        everRead = true;
        known = found;
        addresses.keySet().retainAll(found.stream().map(Trunk::id).toList());
        LOG.infof("%d SIP accounts", found.size());
        listeners.forEach(listener -> listener.accept(found));
    }

    @Override
    public List<Trunk> trunks() {
        return known;
    }

    public Optional<Trunk> byId(int id) {
        return known.stream().filter(trunk -> trunk.id() == id).findFirst();
    }

    @Override
    public Set<InetAddress> addresses(int sipAccountId) {
        return addresses.getOrDefault(sipAccountId, Set.of());
    }

    /** Remembers where an account's servers were found. */
    public void found(int sipAccountId, List<SipTarget> targets) {
        if (!targets.isEmpty()) {
            addresses.put(
                    sipAccountId,
                    Set.copyOf(
                            targets.stream().map(SipTarget::address).distinct().toList()));
        }
    }

    public synchronized void stop() {
        running = false;
        if (next != null) {
            next.cancel();
        }
    }
}
