// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import java.util.Collection;

/**
 * What the engine needs of the world.
 *
 * @param models chosen by the agent's {@code model}; one that is not there is answered by {@code built-in}
 */
public record EnginePorts(
        ContactDirectory directory,
        SessionConfigSource sessions,
        ContextStore store,
        ToolInvoker tools,
        Collection<ChatModel> models,
        ConversationLog log) {}
