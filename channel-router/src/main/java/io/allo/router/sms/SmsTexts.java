// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sms;

import io.allo.contracts.session.ContactResolution;

/** The few words that SMS itself says, in the agent's first language. */
final class SmsTexts {
    private SmsTexts() {}

    static String stopped(ContactResolution agent) {
        return english(agent)
                ? "You will get no more messages from " + agent.agentName() + ". Reply START to get them again."
                : "Vous ne recevrez plus de messages de " + agent.agentName() + ". Répondez START pour en recevoir.";
    }

    static String started(ContactResolution agent) {
        return english(agent)
                ? "You will get messages from " + agent.agentName() + " again."
                : "Vous recevrez de nouveau les messages de " + agent.agentName() + ".";
    }

    static String help(ContactResolution agent) {
        return english(agent)
                ? agent.agentName() + ": write to us here as you would speak to us. Reply STOP to get no more messages."
                : agent.agentName()
                        + " : écrivez-nous ici comme vous nous parleriez. Répondez STOP pour ne plus rien recevoir.";
    }

    private static boolean english(ContactResolution agent) {
        return agent.languages() != null
                && !agent.languages().isEmpty()
                && agent.languages().getFirst().startsWith("en");
    }
}
