// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A SIPp scenario of ours in a few words a message, written out as SIPp's XML. A message takes one line, what belongs to it
 * follows indented:
 *
 * <pre>
 * send INVITE 1 [uri=…] [version=…] [hops=0] [branch=other]    a request with this CSeq number
 *   Require: 100rel                                            a header more
 *   sdp 8 0 101 | a=sendonly | c=0.0.0.0 | m=image 9 udptl t38 a description
 *   text application/dtmf #                                    any other body
 * expect 200[?] [within=500]                                   a response; ? = or none
 *   body a=recvonly                                            regular expressions
 *   header Require: 100rel
 *   keep RSeq: [0-9]+                                          for later, as [$RSeq]
 * receive BYE                                                  a request of the gateway
 * answer 200 OK                                                to the last one received
 * pause 300                                                    nothing may come meanwhile
 * </pre>
 */
final class SippScript {
    private static final String US = "[local_ip]:[local_port]";
    private static final String FIRST_URI = "sip:[service]@[remote_ip]:[remote_port]";

    private final StringBuilder xml = new StringBuilder();
    private final TreeSet<String> variables = new TreeSet<>();
    private boolean refused;
    private int checks;

    private SippScript() {}

    /** A message and what is indented below it. */
    private record Step(List<String> words, List<String> details) {
        String word(int index) {
            return words.get(index);
        }

        String option(String name, String otherwise) {
            return words.stream()
                    .filter(word -> word.startsWith(name + "="))
                    .map(word -> word.substring(name.length() + 1))
                    .findFirst()
                    .orElse(otherwise);
        }

        Stream<String> details(String kind) {
            return details.stream()
                    .filter(detail -> detail.startsWith(kind + " "))
                    .map(detail -> detail.substring(kind.length() + 1));
        }
    }

    static String toXml(List<String> lines) {
        SippScript script = new SippScript();
        steps(lines).forEach(script::add);
        String used = String.join(",", script.variables);
        return "<?xml version=\"1.0\"?>\n<scenario name=\"call\">\n" + script.xml
                + (used.isEmpty() ? "" : "<Reference variables=\"" + used + "\"/>\n") + "</scenario>\n";
    }

    private static List<Step> steps(List<String> lines) {
        List<Step> steps = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("  ")) {
                steps.getLast().details().add(line.strip());
            } else if (!line.isBlank()) {
                steps.add(new Step(List.of(line.strip().split(" +")), new ArrayList<>()));
            }
        }
        return steps;
    }

    private void add(Step step) {
        switch (step.word(0)) {
            case "send" -> send(step);
            case "expect" -> expect(step);
            case "receive" -> receive(step);
            case "answer" -> answer(step);
            case "pause" ->
                xml.append("<pause milliseconds=\"").append(step.word(1)).append("\"/>\n");
            default -> throw new IllegalArgumentException("no step: " + step.words());
        }
    }

    private void send(Step step) {
        String method = step.word(1);
        String number = step.word(2);
        boolean first = number.equals("1");
        boolean ack = method.equals("ACK");
        boolean ofInvite = method.equals("CANCEL") || (ack && refused); // part of the INVITE's transaction
        boolean outside = first && (!ack || refused);
        String uri = step.option("uri", outside ? FIRST_URI : "[next_url]");
        String branch =
                "z9hG4bK-[pid]-[call_number]-" + number + (ofInvite ? "INVITE" : method) + step.option("branch", "");
        List<String> lines = new ArrayList<>(List.of(
                method + " " + uri + " " + step.option("version", "SIP/2.0"),
                "Via: SIP/2.0/[transport] " + US + ";rport;branch=" + branch,
                "From: <sip:+33612345678@" + US + ">;tag=[pid]-[call_number]",
                "To: <" + FIRST_URI + ">" + (first && !ack ? "" : "[peer_tag_param]"),
                "Call-ID: [call_id]",
                "CSeq: " + number + " " + method,
                "Max-Forwards: " + step.option("hops", "70")));
        refused = false;
        boolean answered = !ack && step.option("answered", "yes").equals("yes");
        message(answered ? "<send retrans=\"500\">" : "<send>", lines, step);
    }

    private void answer(Step step) {
        message(
                "<send>",
                new ArrayList<>(List.of(
                        "SIP/2.0 "
                                + String.join(
                                        " ",
                                        step.words().subList(1, step.words().size())),
                        "Via:[$itsVia]",
                        "From:[$itsFrom]",
                        "To:[$itsTo]",
                        "Call-ID: [call_id]",
                        "CSeq:[$itsCSeq]")),
                step);
    }

    private void message(String tag, List<String> lines, Step step) {
        lines.add("Contact: <sip:caller@" + US + ";transport=[transport]>");
        step.details().stream()
                .filter(detail -> detail.matches("[A-Z][A-Za-z-]*: .*"))
                .forEach(lines::add);
        String body = step.details("sdp")
                .findFirst()
                .map(SippScript::description)
                .orElseGet(() -> step.details("text")
                        .map(text -> text.substring(text.indexOf(' ') + 1).replace("\\n", "\n"))
                        .findFirst()
                        .orElse(""));
        step.details("sdp").findFirst().ifPresent(_ -> lines.add("Content-Type: application/sdp"));
        step.details("text").findFirst().ifPresent(text -> lines.add("Content-Type: " + text.split(" ")[0]));
        lines.add("Content-Length: [len]");
        xml.append(tag).append("<![CDATA[\n");
        xml.append(String.join("\n", lines)).append("\n\n").append(body).append("\n]]></send>\n");
    }

    /** @param wish payload types, then lines of the media section, or an address, or media sections more */
    private static String description(String wish) {
        List<String> parts =
                Stream.of(wish.split("\\|")).map(String::strip).collect(Collectors.toCollection(ArrayList::new));
        String types = parts.removeFirst();
        String address = parts.stream()
                .filter(part -> part.startsWith("c="))
                .map(part -> part.substring(2))
                .findFirst()
                .orElse("[media_ip]");
        List<String> lines =
                new ArrayList<>(List.of("v=0", "o=- 1 1 IN IP4 [local_ip]", "s=-", "c=IN IP4 " + address, "t=0 0"));
        lines.add("m=audio [media_port] RTP/AVP " + types);
        if (List.of(types.split(" ")).contains("101")) {
            lines.add("a=rtpmap:101 telephone-event/8000");
        }
        parts.stream().filter(part -> !part.startsWith("c=")).forEach(lines::add);
        return String.join("\n", lines) + "\n";
    }

    private void expect(Step step) {
        String status = step.word(1).replace("?", "");
        boolean optional = step.word(1).endsWith("?");
        refused = status.charAt(0) > '2' || (refused && status.charAt(0) == '1');
        String within = step.option("within", "");
        xml.append("<recv response=\"").append(status).append('"');
        xml.append(status.charAt(0) > '2' || status.equals("100") ? "" : " rrs=\"true\"");
        xml.append(optional ? " optional=\"true\"" : "");
        xml.append(within.isEmpty() ? "" : " timeout=\"" + within + "\"");
        actions(step, Map.of());
    }

    private void receive(Step step) {
        xml.append("<recv request=\"").append(step.word(1)).append('"');
        boolean answered = !step.word(1).equals("ACK");
        actions(
                step,
                answered ? Map.of("Via", "itsVia", "From", "itsFrom", "To", "itsTo", "CSeq", "itsCSeq") : Map.of());
    }

    private void actions(Step step, Map<String, String> kept) {
        StringBuilder actions = new StringBuilder();
        kept.forEach((header, variable) -> actions.append(ereg(header + ":", ".*", variable, false)));
        step.details("body").forEach(wanted -> actions.append(ereg(null, wanted, "check" + ++checks, false)));
        step.details("header").forEach(wanted -> {
            String name = wanted.substring(0, wanted.indexOf(':') + 1);
            actions.append(ereg(name, wanted.substring(name.length()).strip(), "check" + ++checks, false));
        });
        step.details("keep").forEach(wanted -> {
            String name = wanted.substring(0, wanted.indexOf(':'));
            actions.append(ereg(name + ":", wanted.substring(name.length() + 1).strip(), name, false));
        });
        step.details("without").forEach(name -> actions.append(ereg(null, name, "check" + ++checks, true)));
        xml.append(actions.isEmpty() ? "/>\n" : "><action>\n" + actions + "</action></recv>\n");
    }

    /** @param header null searches the body */
    private String ereg(@Nullable String header, String regexp, String variable, boolean absent) {
        variables.add(variable);
        return "<ereg regexp=\"%s\" search_in=\"%s\" %scheck_it%s=\"true\" assign_to=\"%s\"/>%n"
                .formatted(
                        regexp,
                        header == null ? "body" : "hdr",
                        header == null ? "" : "header=\"" + header + "\" ",
                        absent ? "_inverse" : "",
                        variable);
    }
}
