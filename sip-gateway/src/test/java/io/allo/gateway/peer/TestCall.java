// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import java.util.List;
import java.util.UUID;

/** One INVITE dialog of a {@link TestPhone}, in the caller's words. Not thread-safe. */
public final class TestCall {
    /** An offer with both laws and keys. */
    public static final String OFFER = """
            v=0\r
            o=phone 1 1 IN IP4 127.0.0.1\r
            s=-\r
            c=IN IP4 127.0.0.1\r
            t=0 0\r
            m=audio 40000 RTP/AVP 8 0 101\r
            a=rtpmap:8 PCMA/8000\r
            a=rtpmap:0 PCMU/8000\r
            a=rtpmap:101 telephone-event/8000\r
            a=ptime:20\r
            """;

    private final TestPhone phone;
    private final String callId;
    private final String target;
    private final String fromTag = UUID.randomUUID().toString().substring(0, 8);
    private final String inviteBranch = branch();
    private String toTag = "";
    private String contact = "";
    private int cseq = 1;

    TestCall(TestPhone phone, String user, String callId) {
        this.phone = phone;
        this.callId = callId;
        this.target = "sip:" + user + "@127.0.0.1:" + phone.gatewayPort();
    }

    public String callId() {
        return callId;
    }

    /** Tag of the gateway's side, once it answered. */
    public String toTag() {
        return toTag;
    }

    public String fromTag() {
        return fromTag;
    }

    /** The Request-URI of the INVITE. */
    public String target() {
        return target;
    }

    public String inviteText(String body, String... extraHeaders) {
        return request("INVITE", target, inviteBranch, 1, "", body, extraHeaders);
    }

    public TestCall invite(String... extraHeaders) {
        phone.send(inviteText(OFFER, extraHeaders));
        return this;
    }

    /** A response to the last INVITE; a repeated 200 of an earlier one does not count. */
    public SipText expect(int status) {
        String number = cseq + " INVITE";
        SipText response =
                phone.expect(m -> m.status() == status && number.equals(m.header("CSeq")), status + " to " + number);
        remember(response);
        return response;
    }

    /** INVITE to ACK. Gives the 200. */
    public SipText establish() {
        invite();
        SipText ok = expect(200);
        ack();
        return ok;
    }

    private void remember(SipText response) {
        toTag = response.toTag();
        if (!response.contact().isEmpty()) {
            contact = response.contact();
        }
    }

    public void ack() {
        ack("");
    }

    public void ack(String body) {
        phone.send(request("ACK", contact, branch(), cseq, toTag, body));
    }

    /** Acknowledges a refusal: part of the INVITE's transaction. */
    public void ackRefusal() {
        phone.send(request("ACK", target, inviteBranch, 1, toTag, ""));
    }

    public void cancel() {
        phone.send(request("CANCEL", target, inviteBranch, 1, "", ""));
    }

    public SipText bye() {
        sendInDialog("BYE", "");
        return phone.expectFinal("BYE");
    }

    /** A request with the next number inside the dialog. */
    public void sendInDialog(String method, String body, String... extraHeaders) {
        cseq++;
        phone.send(request(method, contact, branch(), cseq, toTag, body, extraHeaders));
    }

    public String request(
            String method, String uri, String branch, int number, String tag, String body, String... extra) {
        StringBuilder text = new StringBuilder()
                .append(method)
                .append(' ')
                .append(uri)
                .append(" SIP/2.0\r\n")
                .append("Via: SIP/2.0/UDP ")
                .append(phone.address())
                .append(";rport;branch=")
                .append(branch)
                .append("\r\n")
                .append("From: <sip:+33612345678@127.0.0.1>;tag=")
                .append(fromTag)
                .append("\r\n")
                .append("To: <")
                .append(target)
                .append('>')
                .append(tag.isEmpty() ? "" : ";tag=" + tag)
                .append("\r\n")
                .append("Call-ID: ")
                .append(callId)
                .append("\r\n")
                .append("CSeq: ")
                .append(number)
                .append(' ')
                .append(method)
                .append("\r\n")
                .append("Contact: <sip:phone@")
                .append(phone.address())
                .append(">\r\n")
                .append("Max-Forwards: 70\r\n");
        List.of(extra).forEach(header -> text.append(header).append("\r\n"));
        if (!body.isEmpty() && List.of(extra).stream().noneMatch(h -> h.startsWith("Content-Type"))) {
            text.append("Content-Type: application/sdp\r\n");
        }
        return text.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    /** Answers a request of the gateway with 200. */
    public void accept(SipText request) {
        respond(request, "200 OK", "");
    }

    /** Answers a request of the gateway with 200, a description and our Contact. */
    public void accept(SipText request, String body, String... extraHeaders) {
        respond(request, "200 OK", body, extraHeaders);
    }

    /** @param status code and phrase */
    public void respond(SipText request, String status, String body, String... extraHeaders) {
        phone.send(answerText(request, status, body, extraHeaders));
    }

    /** An answer to a request of the gateway as text. */
    public String answerText(SipText request, String status, String body, String... extraHeaders) {
        StringBuilder text = new StringBuilder("SIP/2.0 " + status + "\r\n");
        for (String name : List.of("Via", "From", "To", "Call-ID", "CSeq")) {
            request.all(name)
                    .forEach(value ->
                            text.append(name).append(": ").append(value).append("\r\n"));
        }
        text.append("Contact: <sip:phone@").append(phone.address()).append(">\r\n");
        List.of(extraHeaders).forEach(header -> text.append(header).append("\r\n"));
        if (!body.isEmpty()) {
            text.append("Content-Type: application/sdp\r\n");
        }
        return text.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    public static String branch() {
        return "z9hG4bK" + UUID.randomUUID().toString().replace("-", "");
    }
}
