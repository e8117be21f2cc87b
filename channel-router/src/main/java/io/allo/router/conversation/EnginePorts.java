// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

/**
 * What the engine needs of the world.
 *
 * @param models chosen by the agent's {@code model}
 */
public record EnginePorts(
        ContactDirectory directory,
        BlockedCallers blocked,
        SessionConfigSource sessions,
        ContextStore store,
        ToolInvoker tools,
        ChatModels models,
        ConversationLog log,
        Keypad keypad,
        HumanDesk human) {

    /** No telephone has keys, and nobody takes over. */
    public EnginePorts(
            ContactDirectory directory,
            BlockedCallers blocked,
            SessionConfigSource sessions,
            ContextStore store,
            ToolInvoker tools,
            ChatModels models,
            ConversationLog log) {
        this(directory, blocked, sessions, store, tools, models, log, Keypad.NONE, HumanDesk.NONE);
    }

    /** The same, with these people. */
    public EnginePorts with(HumanDesk people) {
        return new EnginePorts(directory, blocked, sessions, store, tools, models, log, keypad, people);
    }
}
