// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import static io.allo.router.reception.Visit.Fact.WRITING;

import io.allo.contracts.session.SessionConfig.ToolDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is easier read or typed than said: during a call the desk sends its caller a link, or asks him to write his e-mail address,
 * on WhatsApp or by SMS. Only where the agent has the tools for it.
 */
record Writing(Situation here, HandOver handOver) {
    static final String SEND_LINK = "send_link";
    static final String ASK = "ask_on_whatsapp";

    /** So often "one moment" is waited for; then a person takes over. */
    private static final int MOST_WAITS = 4;

    /** The addresses that the tool's definition names. */
    static List<String> links(List<ToolDefinition> tools) {
        return tools.stream()
                .filter(tool -> SEND_LINK.equals(tool.name()))
                .map(tool -> tool.parameters().get("properties"))
                .flatMap(properties -> examples(properties).stream())
                .toList();
    }

    private static List<String> examples(@Nullable Object properties) {
        return properties instanceof Map<?, ?> map
                        && map.get("url") instanceof Map<?, ?> url
                        && url.get("examples") instanceof List<?> all
                ? all.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    /** "Envoyez-moi le lien": at any place of the course, which then goes on. */
    Optional<Step> link(Visit visit, String text) {
        boolean wanted = here.voice()
                && here.tools().contains(SEND_LINK)
                && !here.links().isEmpty()
                && here.has("send", text)
                && here.has("link", text);
        return wanted
                ? Optional.of(Step.call(
                        visit, "", SEND_LINK, Map.of("url", here.links().getFirst())))
                : Optional.empty();
    }

    Step linkSent(Visit visit, boolean success) {
        String words = here.say(success ? "link.sent" : "link.failed");
        return visit.stage().idle()
                ? Step.say(visit, words)
                : Step.say(visit, words, Detour.lastWords(visit).orElse(""));
    }

    /** The contact was not understood: it may be written, once; otherwise a person takes over. */
    Step contact(Visit visit) {
        return able(visit)
                ? Step.call(visit.with(WRITING, "0"), "", ASK, Map.of("what", "email"))
                : handOver.because(visit, "");
    }

    /** "Je peux vous l'écrire ?" */
    boolean wishes(Visit visit, String text) {
        return able(visit) && here.has("writing", text);
    }

    private boolean able(Visit visit) {
        return here.voice() && here.tools().contains(ASK) && visit.fact(WRITING).isEmpty();
    }

    Step asked(Visit visit, boolean success) {
        return success
                ? Step.say(visit.at(Stage.QUALIF_CONTACT), here.say("write.asked"))
                : handOver.because(visit, "");
    }

    /** He was asked to write and has said something else meanwhile. */
    Optional<Step> waiting(Visit visit) {
        if (visit.fact(WRITING).isEmpty()) {
            return Optional.empty();
        }
        int waits = Integer.parseInt(visit.fact(WRITING)) + 1;
        return Optional.of(
                waits > MOST_WAITS
                        ? handOver.because(visit, "")
                        : Step.say(visit.with(WRITING, Integer.toString(waits)), here.say("write.waiting")));
    }
}
