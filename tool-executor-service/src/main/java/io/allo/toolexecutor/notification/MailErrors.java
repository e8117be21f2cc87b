// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

/** SMTP reply codes (RFC 5321 section 4.2) in words of what an operator can do. */
final class MailErrors {
    private MailErrors() {}

    static String advice(int code) {
        return switch (code) {
            case 421, 451 -> "the mail server is busy or greylists us: sent again later";
            case 450, 452 -> "the mailbox is busy or full: sent again later";
            case 530, 534, 535, 538 ->
                "the mail server refuses the credentials: check quarkus.mailer.username and password";
            case 550, 551, 553 ->
                "the mailbox is unknown or the sender is not allowed: correct the address, check allo.mail.from";
            case 552 -> "the mailbox is full, or the message too long";
            case 554 -> "refused as spam or by policy: check SPF and DKIM of the sender's domain";
            default -> "refused by the mail server (code " + code + ")";
        };
    }
}
