// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.conversation.Opened;
import io.allo.router.conversation.VoiceModel;
import io.allo.router.voice.Utterance.Afterwards;
import java.util.List;
import java.util.function.Consumer;

/** Chooses who talks with a caller: a speech-to-speech model where one serves the agent's model, else the engine's turns. */
final class Dialogues {
    private final List<VoiceModel> models;
    private final ListeningRules listening;
    private final Supervisions supervisions;

    Dialogues(List<VoiceModel> models, ListeningRules listening, Supervisions supervisions) {
        this.models = List.copyOf(models);
        this.listening = listening;
        this.supervisions = supervisions;
    }

    /**
     * A business whose calls all go to a person gets no agent, unless that person is not reached.
     *
     * @param lost a speech-to-speech model cannot go on: {@link #withoutVoiceModel} does
     */
    CallDialogue choose(DialogueParts parts, Opened conversation, Prompts prompts, Consumer<Throwable> lost) {
        Afterwards.Transfer transfer = AutomaticTransfer.of(conversation);
        if (transfer != null && parts.transfers()) {
            return new AutomaticTransfer(parts, transfer, () -> agent(parts, conversation, prompts, lost));
        }
        return agent(parts, conversation, prompts, lost);
    }

    private CallDialogue agent(DialogueParts parts, Opened conversation, Prompts prompts, Consumer<Throwable> lost) {
        String wanted = conversation.agent().model();
        if (wanted == null) {
            return withoutVoiceModel(parts, conversation, prompts);
        }
        return models.stream()
                .filter(model -> model.serves(wanted))
                .findFirst()
                .<CallDialogue>map(model -> supervised(
                        parts, conversation, prompts, new RealtimeDialogue(parts, conversation, prompts, model, lost)))
                .orElseGet(() -> withoutVoiceModel(parts, conversation, prompts));
    }

    CallDialogue withoutVoiceModel(DialogueParts parts, Opened conversation, Prompts prompts) {
        ListeningRules rules = listening.with(conversation.agent().speech().endOfTurn());
        return supervised(parts, conversation, prompts, new PhoneDialogue(parts, conversation, prompts, rules));
    }

    private CallDialogue supervised(DialogueParts parts, Opened conversation, Prompts prompts, CallDialogue agent) {
        supervisions.add(conversation.key(), parts.sound().supervision(), parts.mailbox());
        return new SupervisedDialogue(parts, conversation, prompts, agent);
    }
}
