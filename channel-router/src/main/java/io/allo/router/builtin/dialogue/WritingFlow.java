// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.router.builtin.intent.Heard;
import io.allo.router.builtin.intent.Intent;
import io.allo.router.builtin.wording.Phrase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is easier read or typed than said: a link is sent to the caller's telephone, and an address that is not understood is asked for
 * there, once. Only on the telephone, where the agent has the tools for it. Stateless.
 */
final class WritingFlow {
    /** How the engine marks what a caller has written: {@code [WhatsApp] 24 rue des Lilas}. */
    private static final Pattern WRITTEN = Pattern.compile("^\\[(?:WhatsApp|SMS)]\\s*");

    /** {@code Position : Chez Mario, 1 rue X (48.85, 2.35)}. */
    private static final Pattern POSITION = Pattern.compile("^Position : (.*?)(?: \\([0-9., -]+\\))?$");

    private static final int ASKED_IN_WRITING = 2;

    private WritingFlow() {}

    static boolean isWritten(String text) {
        return WRITTEN.matcher(text).find();
    }

    /** The words alone. */
    static String words(String text) {
        String words = WRITTEN.matcher(text).replaceFirst("").strip();
        return POSITION.matcher(words).replaceFirst("$1");
    }

    /** "Envoyez-moi la carte par SMS"; null when nothing is to be sent, or cannot be. */
    static @Nullable Reply link(Turn turn, Heard heard) {
        Optional<String> link = links(turn)
                .filter(all -> turn.phone() && !turn.keysOnly() && heard.has(Intent.SEND_LINK))
                .map(List::getFirst);
        return link.map(url -> turn.reply()
                        .call(
                                Tools.SEND_LINK,
                                Map.of("url", url),
                                new Focus.Writing(turn.state().focus(), false)))
                .orElse(null);
    }

    private static Optional<List<String>> links(Turn turn) {
        return turn.business()
                .tool(Tools.SEND_LINK)
                .map(ToolDefinition::parameters)
                .map(parameters -> parameters.get("properties"))
                .map(properties -> properties instanceof Map<?, ?> all ? all.get("url") : null)
                .map(url -> url instanceof Map<?, ?> schema ? schema.get("examples") : null)
                .map(examples -> examples instanceof List<?> all
                        ? all.stream()
                                .filter(String.class::isInstance)
                                .map(String.class::cast)
                                .toList()
                        : List.<String>of())
                .filter(all -> !all.isEmpty());
    }

    /** The address was refused, or is no address: the second time it may be written. @param otherwise where it cannot be, or was */
    static Reply address(Turn turn, Reply otherwise) {
        if (!turn.phone() || turn.keysOnly() || !turn.business().offers(Tools.ASK_IN_WRITING)) {
            return otherwise;
        }
        int unread = otherwise.state().unread() + 1;
        Reply counted = otherwise.in(otherwise.state().withUnread(unread));
        Focus street = new Focus.Ordering.AskingAddress(Focus.AddressPart.STREET);
        return unread == ASKED_IN_WRITING
                ? counted.call(
                        Tools.ASK_IN_WRITING,
                        Map.of("what", "text", "question", turn.text(Phrase.WRITE_ADDRESS_TEXT)),
                        new Focus.Writing(street, true))
                : counted;
    }

    /** "Un instant, je l'écris" is no street. */
    static boolean awaits(Turn turn, Focus.AddressPart part, String said) {
        return part == Focus.AddressPart.STREET
                && turn.state().unread() == ASKED_IN_WRITING
                && said.chars().noneMatch(Character::isDigit);
    }

    static Reply result(Turn turn, Focus.Writing focus, Map<String, Object> result) {
        boolean success = Results.isTrue(result, "success");
        if (focus.asks()) {
            Reply told = turn.say(success ? Phrase.WRITE_ADDRESS : Phrase.WRITE_NOT_SENT)
                    .focusOn(focus.resume());
            return success ? told.rest() : told.in(told.state().withMisses(0));
        }
        return turn.in(turn.state().focusOn(focus.resume()))
                .digression(turn.say(success ? Phrase.LINK_SENT : Phrase.LINK_NOT_SENT)
                        .focusOn(focus.resume()));
    }
}
