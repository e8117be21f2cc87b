// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.router.conversation.Opened;
import io.allo.router.voice.Supervision.Person;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The agent's dialogue of a call in which a person of the business may take its place. Then the agent's is closed; handed back, another
 * one goes on with the conversation as it is. One call, one mailbox.
 */
final class SupervisedDialogue implements CallDialogue {
    private static final Logger LOG = Logger.getLogger(SupervisedDialogue.class);
    /** Of the context: what a colleague has done meanwhile; models are shown it. */
    private static final String COLLEAGUE = "colleague";

    private final DialogueParts parts;
    private final Opened conversation;
    private final Prompts prompts;
    private final CallDialogue agent;
    private final Supervision supervision;
    private final RecordSteps steps;
    private @Nullable PersonTalk person;
    private boolean over;

    SupervisedDialogue(DialogueParts parts, Opened conversation, Prompts prompts, CallDialogue agent) {
        this.parts = parts;
        this.conversation = conversation;
        this.prompts = prompts;
        this.agent = agent;
        this.supervision = parts.sound().supervision();
        this.steps = new RecordSteps(parts.mailbox(), conversation.conversationId());
        supervision.talk(this);
    }

    /** Not while he keys a secret in, is asked for his consent, or is put through to somebody. */
    boolean canBeTaken() {
        Sound sound = parts.sound();
        return !over
                && !sound.tape().away()
                && !sound.keypad().collects()
                && !sound.playout().opening();
    }

    /** The agent falls silent; what it has begun in its tools comes to its end unheard. */
    void take(Person who) {
        parts.bargeIn().cut();
        agent.close();
        parts.speaker().owesWords(false);
        parts.bargeIn().turnEnded();
        parts.bargeIn().deaf();
        person = new PersonTalk(parts, conversation, who, steps);
        LOG.infof("call %s: %s talks with the caller", conversation.conversationId(), who.id());
    }

    /** The agent goes on, and knows that somebody was there. */
    void handBack(Person who, @Nullable String summary) {
        PersonTalk talked = person;
        if (talked == null || over) {
            return;
        }
        over = true;
        talked.close();
        String said = who.name() + " (a colleague) has just talked to this caller and handed back to you."
                + (summary == null || summary.isBlank() ? "" : "\n" + summary);
        learn(Map.of(COLLEAGUE, said));
        supervision.handedBack(true);
        LOG.infof("call %s: handed back to the agent", conversation.conversationId());
        steps.afterwards(() -> parts.nextAgent().accept(conversation.again(true)));
    }

    /** From its next turn on. */
    void learn(Map<String, String> facts) {
        steps.add(() -> parts.engine().learned(conversation.key(), new HashMap<>(facts)));
    }

    /** His voice, in the call's law. */
    void person(byte[] g711) {
        if (person != null && !over) {
            person.speaks(g711);
        }
    }

    /** The line says it for him. */
    void sayFor(String words) {
        if (person != null && !over) {
            person.writes(words);
        }
    }

    String goodbye() {
        return prompts.goodbye();
    }

    @Override
    public void greet() {
        Person holder = supervision.holder();
        if (holder != null) {
            take(holder); // the model was lost while he talked
        } else if (supervision.handedBack() && agent instanceof PhoneDialogue) {
            agent.takenBack(prompts.handedBack()); // what was said last is not the agent's to repeat
        } else {
            agent.greet();
        }
        supervision.handedBack(false);
    }

    @Override
    public void answered() {
        agent.answered();
    }

    @Override
    public void audio(AudioFrame frame) {
        if (person != null) {
            person.hears(frame.payload());
            return;
        }
        agent.audio(supervision.heardByAgent(frame));
    }

    @Override
    public void key(char key) {
        if (person == null) {
            agent.key(key);
        }
    }

    @Override
    public void callersTurn() {
        if (person == null) {
            agent.callersTurn();
        }
    }

    @Override
    public void takenBack(String words) {
        if (person == null) {
            agent.takenBack(words);
        }
    }

    @Override
    public void endWith(String words, EndReason reason) {
        PersonTalk talks = person;
        if (talks == null) {
            agent.endWith(words, reason);
        } else if (!over) {
            over = true;
            talks.end(words, reason);
        }
    }

    @Override
    public void tell(String words) {
        PersonTalk talks = person;
        if (talks == null) {
            agent.tell(words);
        } else {
            talks.line(words);
        }
    }

    @Override
    public boolean quiet() {
        return person == null ? agent.quiet() : !over && parts.speaker().silent();
    }

    @Override
    public void written(String words) {
        if (person == null) {
            agent.written(words);
        }
    }

    @Override
    public void hold(boolean on) {
        if (person == null) {
            agent.hold(on);
        }
    }

    @Override
    public String collecting(boolean on) {
        return person == null ? agent.collecting(on) : "";
    }

    @Override
    public void close() {
        over = true;
        if (person == null) {
            agent.close();
        } else {
            person.close();
        }
    }
}
