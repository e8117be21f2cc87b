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
        HumanDesk human,
        Outreach outreach) {

    /** No telephone has keys, nobody takes over or is written to. */
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
        return new EnginePorts(directory, blocked, sessions, store, tools, models, log, keypad, people, outreach);
    }

    /** The same, writing to callers so. */
    public EnginePorts with(Outreach writing) {
        return new EnginePorts(directory, blocked, sessions, store, tools, models, log, keypad, human, writing);
    }

    /** Nobody is written to during a call. */
    public EnginePorts(
            ContactDirectory directory,
            BlockedCallers blocked,
            SessionConfigSource sessions,
            ContextStore store,
            ToolInvoker tools,
            ChatModels models,
            ConversationLog log,
            Keypad keypad,
            HumanDesk human) {
        this(directory, blocked, sessions, store, tools, models, log, keypad, human, Outreach.NONE);
    }
}
