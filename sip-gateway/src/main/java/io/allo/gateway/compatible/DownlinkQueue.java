// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.compatible;

import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.call.WorkerStreamListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * What a server said and the caller has not heard. Such servers send a whole sentence at once; the call takes one second ahead.
 * So it is handed on in halves of a second, each followed by a mark of our own: when one was played, the next half goes. Thread-safe.
 */
final class DownlinkQueue {
    /** Begins the name of our own marks. */
    static final String PACE = "allo-internal:pace-";

    private static final int FRAME = 160;
    private static final int FRAMES_A_PART = 25;
    private static final int MOST_PARTS_AHEAD = 2;
    /** Two minutes. */
    private static final int MOST_FRAMES = 6000;

    private final WorkerStreamListener call;
    private final String streamSid;
    private final Deque<Item> waiting = new ArrayDeque<>();
    private byte[] rest = new byte[0];
    private int frames;
    private int partsAhead;
    private int framesOfPart;
    private int sequence;
    private int generation;

    private sealed interface Item {
        record Frame(byte[] payload) implements Item {}

        record Mark(String name) implements Item {}
    }

    DownlinkQueue(WorkerStreamListener call, String streamSid) {
        this.call = call;
        this.streamSid = streamSid;
    }

    /** Audio of any length in the call's law. False when more than two minutes wait. */
    synchronized boolean audio(byte[] payload) {
        byte[] all = Arrays.copyOf(rest, rest.length + payload.length);
        System.arraycopy(payload, 0, all, rest.length, payload.length);
        int at = 0;
        for (; at + FRAME <= all.length; at += FRAME) {
            if (frames >= MOST_FRAMES) {
                rest = new byte[0];
                return false;
            }
            waiting.add(new Item.Frame(Arrays.copyOfRange(all, at, at + FRAME)));
            frames++;
        }
        rest = Arrays.copyOfRange(all, at, all.length);
        handOn();
        return true;
    }

    /** Named by the server: echoed when all audio before it was played. */
    synchronized void mark(String name) {
        waiting.add(new Item.Mark(name));
        handOn();
    }

    /** Drops what waits. @return marks among it: nobody else will echo them */
    synchronized List<String> clear() {
        List<String> marks = new ArrayList<>();
        for (Item item : waiting) {
            if (item instanceof Item.Mark(String name)) {
                marks.add(name);
            }
        }
        waiting.clear();
        rest = new byte[0];
        frames = 0;
        partsAhead = 0;
        framesOfPart = 0;
        generation++;
        return marks;
    }

    /** One of our own marks was played; one from before a clear says nothing any more. */
    synchronized void played(String paceMark) {
        if (paceMark.equals(PACE + generation) && partsAhead > 0) {
            partsAhead--;
            handOn();
        }
    }

    private void handOn() {
        while (!waiting.isEmpty() && partsAhead < MOST_PARTS_AHEAD) {
            switch (waiting.remove()) {
                case Item.Frame(byte[] payload) -> {
                    frames--;
                    call.audio(new AudioFrame(sequence & 0xFFFF, 1, 0, false, payload));
                    sequence++;
                    if (++framesOfPart == FRAMES_A_PART) {
                        framesOfPart = 0;
                        partsAhead++;
                        say(PACE + generation);
                    }
                }
                case Item.Mark(String name) -> say(name);
            }
        }
    }

    private void say(String mark) {
        call.message(new StreamMessage.Mark(null, streamSid, new StreamMessage.Mark.Body(mark)));
    }
}
