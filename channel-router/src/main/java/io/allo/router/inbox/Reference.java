// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our name for one part of an answer, which providers repeat in their reports: {@code allo:<row>:<part>:<check>}. Holds no words and no
 * numbers of the person.
 *
 * @param inboxId the answered row
 * @param part from 0
 * @param check tells rows of two installations with one provider's account apart
 */
public record Reference(long inboxId, int part, String check) {
    private static final Pattern FORM = Pattern.compile("allo:([0-9]{1,18}):([0-9]{1,4}):([0-9a-f]{8})");
    private static final int CHECK = 8;

    static Reference of(InboxEntry entry, int part) {
        return new Reference(entry.id(), part, check(entry.messageId()));
    }

    /** Empty for what is no reference of ours. */
    public static Optional<Reference> parse(String text) {
        Matcher found = FORM.matcher(text);
        return found.matches()
                ? Optional.of(
                        new Reference(Long.parseLong(found.group(1)), Integer.parseInt(found.group(2)), found.group(3)))
                : Optional.empty();
    }

    String text() {
        return "allo:" + inboxId + ":" + part + ":" + check;
    }

    /** As PostgreSQL's {@code left(md5(…), 8)}: no secret, an error check. */
    private static String check(String messageId) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(messageId.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, CHECK);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
