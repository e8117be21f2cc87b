// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A place in what a connection carries: texts that a client sent or a server answered, one after the other on one connection. The
 * piece with the last of them is held until the test lets it go or breaks the connection. Immutable until a relay has it.
 */
public final class Breakpoint {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private record Step(boolean asked, String text) {}

    private final List<Step> steps;
    private final CompletableFuture<Void> held = new CompletableFuture<>();
    private final CompletableFuture<Double> passed = new CompletableFuture<>();

    private Breakpoint(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** The client has sent this. */
    public static Breakpoint sent(String text) {
        return new Breakpoint(List.of(new Step(true, text)));
    }

    public Breakpoint thenSent(String text) {
        return then(new Step(true, text));
    }

    /** Empty: the server's next words, whatever they are. */
    public Breakpoint thenAnswered(String text) {
        return then(new Step(false, text));
    }

    private Breakpoint then(Step next) {
        List<Step> more = new ArrayList<>(steps);
        more.add(next);
        return new Breakpoint(more);
    }

    /** Returns when the piece is held. */
    public void await() {
        try {
            held.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("never reached: " + steps, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Lets the piece go on. */
    public void release() {
        passed.complete(1.0);
    }

    /** Breaks the connection after this part (0 to 1) of the piece. */
    public void breakAfter(double part) {
        passed.complete(part);
    }

    /** How many steps are done after this piece; several may be in one. */
    int after(int step, String piece, boolean asked) {
        int next = step;
        int from = 0;
        while (next < steps.size() && steps.get(next).asked() == asked) {
            String text = steps.get(next).text();
            int at = piece.indexOf(text, from);
            if (at < 0) {
                break;
            }
            from = at + text.length();
            next++;
        }
        return next;
    }

    boolean isReachedAt(int step) {
        return step == steps.size();
    }

    /** Waits for the test's word; returns how many of these bytes may pass. */
    int hold(int bytes) {
        held.complete(null);
        try {
            double part = passed.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
            return part >= 1.0 ? bytes : (int) (bytes * part);
        } catch (ExecutionException | TimeoutException e) {
            throw new UncheckedIOException(new IOException("nobody released it", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }
}
