// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.ladder;

import io.allo.contracts.events.CallEvent.AudioQuality;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.SipNote;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws a ladder as text: the gateway at the left, each SIP dialog a lane to the right of it, one line a message with the time
 * since the first.
 */
public final class LadderDiagram {
    private static final int LANE = 32;
    private static final int TIME = 10;
    private static final String MARGIN = " ".repeat(TIME);

    private LadderDiagram() {}

    /** Lines end with a line feed. */
    public static String draw(Ladder ladder) {
        StringBuilder text = new StringBuilder();
        heading(text, ladder);
        if (ladder.messages().isEmpty()) {
            return text.toString();
        }
        List<String> lanes = lanes(ladder);
        lanesHeading(text, ladder, lanes);
        Instant first = ladder.messages().getFirst().at();
        for (SipNote note : ladder.messages()) {
            message(text, note, first, lanes);
        }
        if (ladder.omitted() > 0) {
            text.append(MARGIN).append("… ").append(ladder.omitted()).append(" more messages\n");
        }
        return text.toString();
    }

    private static void heading(StringBuilder text, Ladder ladder) {
        CallRequest call = ladder.call();
        if (call == null) {
            text.append("INVITE that became no call\n");
            return;
        }
        text.append("Call ").append(call.id()).append(", offered ").append(call.offeredAt());
        if (ladder.answeredAt() != null) {
            text.append(", answered ").append(ladder.answeredAt());
        }
        if (ladder.endedAt() != null) {
            text.append(", ended ").append(ladder.endedAt()).append(": ").append(ladder.end());
        }
        text.append('\n');
        audio(text, "Audio", ladder.audio());
        audio(text, "Audio of the other person", ladder.targetAudio());
    }

    private static void audio(StringBuilder text, String whose, @Nullable AudioQuality audio) {
        if (audio == null) {
            return;
        }
        text.append(String.format(
                "%s %d packets, %d lost, jitter %.1f ms, MOS %.1f\n",
                whose, audio.packets(), audio.lost(), audio.jitterMs(), audio.mos()));
        if (audio.turns() != null) {
            text.append(String.format(
                    "Turns %d, answered after p50 %d ms, p95 %d ms, at most %d ms\n",
                    audio.turns().turns(),
                    audio.turns().p50Ms(),
                    audio.turns().p95Ms(),
                    audio.turns().maxMs()));
        }
    }

    /** SIP dialogs in the order in which they appear. */
    private static List<String> lanes(Ladder ladder) {
        List<String> lanes = new ArrayList<>();
        for (SipNote note : ladder.messages()) {
            if (!lanes.contains(note.sipCallId())) {
                lanes.add(note.sipCallId());
            }
        }
        return lanes;
    }

    private static void lanesHeading(StringBuilder text, Ladder ladder, List<String> lanes) {
        text.append(MARGIN).append("gateway");
        int column = TIME + "gateway".length();
        for (int lane = 0; lane < lanes.size(); lane++) {
            String dialog = lanes.get(lane);
            String peer = ladder.messages().stream()
                    .filter(note -> note.sipCallId().equals(dialog))
                    .map(note -> note.peer() + " " + note.transport())
                    .findFirst()
                    .orElse("");
            int end = TIME + (lane + 1) * LANE + 1;
            text.append(" ".repeat(Math.max(1, end - column - peer.length()))).append(peer);
            column = Math.max(end, column + 1 + peer.length());
        }
        text.append('\n');
    }

    private static void message(StringBuilder text, SipNote note, Instant first, List<String> lanes) {
        int lane = lanes.indexOf(note.sipCallId());
        int width = (lane + 1) * LANE - 1;
        text.append(String.format(
                "%" + (TIME - 1) + ".3f ", Duration.between(first, note.at()).toMillis() / 1000.0));
        text.append('|').append(arrow(name(note), width, note.outgoing())).append('|');
        for (int other = lane + 1; other < lanes.size(); other++) {
            text.append(" ".repeat(LANE - 1)).append('|');
        }
        if (note.body() != null) {
            text.append("  ").append(note.body());
        }
        text.append('\n');
    }

    /** A request's method, or a status with the method that it answers. */
    private static String name(SipNote note) {
        int space = note.start().indexOf(' ');
        String head = space < 0 ? note.start() : note.start().substring(0, space);
        if (!head.isEmpty() && Character.isDigit(head.charAt(0))) {
            return note.start() + " (" + note.cseq() + ")";
        }
        return head;
    }

    private static String arrow(String name, int width, boolean right) {
        String label = name.length() > width - 6 ? name.substring(0, width - 6) : name;
        int before = Math.max(1, (width - label.length() - 4) / 2);
        int after = Math.max(1, width - label.length() - 4 - before + 1);
        String line = "-".repeat(before) + " " + label + " " + "-".repeat(after);
        return right ? line + ">" : "<" + line;
    }
}
