// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reach;

import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Outreach.What;
import io.allo.router.inbox.InboxEntry;
import io.allo.router.inbox.Media;
import io.allo.router.reach.Questions.Question;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A person's message, read as the answer to what his call has asked.
 *
 * @param words as the call learns them: {@code [WhatsApp] jean@example.com}
 * @param fits it is what was asked for: the question is closed
 * @param acknowledgement what the person reads
 */
record WrittenAnswer(String words, boolean fits, String acknowledgement) {
    private static final Pattern EMAIL = Pattern.compile(
            "[\\p{L}0-9._%+'-]{1,64}@(?:[\\p{L}0-9](?:[\\p{L}0-9-]{0,61}[\\p{L}0-9])?\\.)+\\p{L}{2,24}");
    private static final int LONGEST = 1000;

    static WrittenAnswer to(Question question, InboxEntry entry) {
        List<Media> media = Media.of(entry.metadata());
        boolean english = question.language().startsWith("en");
        Optional<String> email = question.what() == What.EMAIL ? email(entry.text()) : Optional.empty();
        boolean fits = switch (question.what()) {
            case PHOTO -> media.stream().anyMatch(Media::image);
            case LOCATION -> "location".equals(entry.metadata().get("message_type"));
            case EMAIL -> email.isPresent();
            case TEXT -> !entry.text().isBlank();
        };
        String text = email.orElse(entry.text());
        String channel = entry.channel() == Channel.SMS ? "[SMS] " : "[WhatsApp] ";
        return new WrittenAnswer(
                channel + (bounded(text) + files(media, entry.id())).strip(),
                fits,
                question.what() == What.EMAIL && !fits ? noEmail(english) : thanks(english));
    }

    /** The one address in what was written, in lower case; empty for none. */
    static Optional<String> email(String text) {
        Matcher found = EMAIL.matcher(text);
        return found.find() ? Optional.of(found.group().toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /** Which files came, and under which message they are kept at their provider. */
    private static String files(List<Media> media, long message) {
        return media.isEmpty()
                ? ""
                : media.stream()
                        .map(one -> one.type().replaceAll("[^a-zA-Z0-9/.+-].*", ""))
                        .collect(Collectors.joining(", ", " (received: ", ", message " + message + ")"));
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    private static String thanks(boolean english) {
        return english ? "Thank you, we have it." : "Merci, c'est bien reçu.";
    }

    private static String noEmail(boolean english) {
        return english
                ? "This does not look like an e-mail address. Could you send it again?"
                : "Cela ne ressemble pas à une adresse e-mail. Pouvez-vous la renvoyer ?";
    }
}
