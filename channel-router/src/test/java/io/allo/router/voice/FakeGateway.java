// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage.Transfer.Mode;
import io.allo.contracts.session.ContactResolution;
import io.allo.router.conversation.AnsweredBy;
import java.util.ArrayList;
import java.util.List;

/** The far end of a call's line: remembers what it was told and plays audio in its own time. */
final class FakeGateway implements CallLine {
    private final Mailbox mailbox;
    final Abilities abilities;
    /** {@code ring 2.0}, {@code answer}, {@code mark item-1}, … in order, without audio and heartbeats. */
    final List<String> told = new ArrayList<>();

    final List<AudioFrame> frames = new ArrayList<>();
    /** When each frame came, nanoseconds. */
    final List<Long> at = new ArrayList<>();

    final List<AnsweredBy> answeredBy = new ArrayList<>();
    int heartbeats;
    int unsent;
    boolean closed;

    FakeGateway(Mailbox mailbox, boolean transfers) {
        this.mailbox = mailbox;
        this.abilities = new Abilities(true, true, true, transfers);
    }

    @Override
    public void ring(double seconds) {
        told.add("ring " + seconds);
    }

    @Override
    public void answer() {
        told.add("answer");
    }

    @Override
    public void answeredBy(AnsweredBy who) {
        answeredBy.add(who);
    }

    @Override
    public void reject(int status, EndReason reason) {
        told.add("reject " + status + " " + reason);
    }

    @Override
    public void audio(AudioFrame frame) {
        frames.add(frame);
        at.add(mailbox.nanoTime());
    }

    @Override
    public void mark(String name) {
        told.add("mark " + name);
    }

    @Override
    public void clear() {
        told.add("clear");
    }

    @Override
    public void pause() {
        told.add("pause");
    }

    @Override
    public void resume() {
        told.add("resume");
    }

    @Override
    public void hangup(EndReason reason) {
        told.add("hangup " + reason);
    }

    @Override
    public void transfer(String target, Mode mode, ContactResolution agent) {
        told.add("transfer " + target + (mode == Mode.BLIND ? "" : " " + mode.wireName()));
    }

    @Override
    public void heartbeat() {
        heartbeats++;
    }

    @Override
    public void goAway() {
        told.add("goAway");
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public int unsent() {
        return unsent;
    }

    @Override
    public Abilities abilities() {
        return abilities;
    }

    /** Milliseconds of audio received of this item. */
    int heardMs(int item) {
        return (int) frames.stream().filter(frame -> frame.item() == item).count() * 20;
    }
}
