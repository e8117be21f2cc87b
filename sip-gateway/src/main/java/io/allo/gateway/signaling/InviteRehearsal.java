// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.StringMsgParser;
import io.allo.gateway.call.InviteCheck;
import io.allo.gateway.call.RefusalReason;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.regex.Pattern;

/** Asks {@link InboundAccounts} about an INVITE made up for the purpose. Thread-safe. */
final class InviteRehearsal implements InviteCheck {
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9+*#._~!$&'()-]{1,64}");

    private final InboundAccounts accounts;
    private final SourceShield shield;
    private final SourceLoad sources;

    InviteRehearsal(InboundAccounts accounts, SourceShield shield, SourceLoad sources) {
        this.accounts = accounts;
        this.shield = shield;
        this.sources = sources;
    }

    @Override
    public Finding check(String from, String to, InetAddress source) {
        boolean banned = shield.isBanned(source);
        boolean room = sources.hasRoom(source);
        return switch (accounts.decide(invite(from, to, source))) {
            case InboundAccounts.Decision.Found found ->
                new Finding(banned, found.trunk(), found.trusted(), room, null);
            case InboundAccounts.Decision.Stranger _ -> new Finding(banned, null, false, room, null);
            case InboundAccounts.Decision.Challenge _ ->
                new Finding(banned, null, false, room, RefusalReason.CHALLENGED);
            case InboundAccounts.Decision.Refused refused ->
                new Finding(banned, refused.trunk(), false, room, refused.reason());
        };
    }

    private static SIPRequest invite(String from, String to, InetAddress source) {
        if (!USER.matcher(from).matches() || !USER.matcher(to).matches()) {
            throw new IllegalArgumentException("from and to: 1 to 64 characters of a number or a SIP user");
        }
        String text = "INVITE sip:" + escaped(to) + "@gateway.invalid SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP rehearsal.invalid;branch=z9hG4bKrehearsal\r\n"
                + "From: <sip:" + escaped(from) + "@rehearsal.invalid>;tag=rehearsal\r\n"
                + "To: <sip:" + escaped(to) + "@gateway.invalid>\r\n"
                + "Call-ID: rehearsal\r\nCSeq: 1 INVITE\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
        try {
            SIPRequest invite = (SIPRequest)
                    new StringMsgParser().parseSIPMessage(text.getBytes(StandardCharsets.UTF_8), true, false, null);
            invite.setPeerPacketSourceAddress(source);
            return invite;
        } catch (ParseException e) {
            throw new IllegalArgumentException("from or to cannot stand in a SIP URI", e);
        }
    }

    private static String escaped(String user) {
        return user.replace("#", "%23");
    }
}
