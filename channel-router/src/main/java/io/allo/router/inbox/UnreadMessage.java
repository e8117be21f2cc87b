// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.contracts.session.ContactResolution;
import io.allo.router.channel.AgentDirectory;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** What is said to a message without words that nobody can read: in the agent's first language. */
@ApplicationScoped
class UnreadMessage {
    private final AgentDirectory agents;
    private final VoiceMessages voice;

    UnreadMessage(AgentDirectory agents, VoiceMessages voice) {
        this.agents = agents;
        this.voice = voice;
    }

    /** Added to the answer: empty where everything was opened. */
    Uni<String> noteTo(WholeMessage.Asked asked) {
        return asked.unopened()
                ? agents.resolve(asked.entry().contact())
                        .map(agent -> notOpened(english(agent)))
                        .onFailure()
                        .recoverWithItem("")
                : Uni.createFrom().item("");
    }

    Uni<String> answerTo(InboxEntry entry) {
        boolean spoken = Media.anyAudio(entry.metadata()) && voice.able(entry.provider());
        return agents.resolve(entry.contact())
                .map(agent -> spoken ? notUnderstood(english(agent)) : notOpened(english(agent)));
    }

    private static boolean english(ContactResolution agent) {
        return !agent.languages().isEmpty() && agent.languages().getFirst().startsWith("en");
    }

    private static String notUnderstood(boolean english) {
        return english
                ? "Sorry, I could not understand this voice message. Could you write it to me?"
                : "Désolé, je n'ai pas compris ce message vocal. Pouvez-vous me l'écrire ?";
    }

    private static String notOpened(boolean english) {
        return english
                ? "Sorry, I cannot open photos, voice messages or files yet. Could you write it to me?"
                : "Désolé, je ne peux pas encore ouvrir les photos, les messages vocaux ou les fichiers. "
                        + "Pouvez-vous me l'écrire ?";
    }
}
