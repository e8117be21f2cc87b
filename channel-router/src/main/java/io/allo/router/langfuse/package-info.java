// SPDX-License-Identifier: Apache-2.0
/**
 * Conversations as traces in Langfuse. Beside the record: listens to the same {@link
 * io.allo.router.conversation.ConversationLog} and sends what it hears, masked, over OTLP/HTTP. Off without keys.
 */
@NullMarked
package io.allo.router.langfuse;

import org.jspecify.annotations.NullMarked;
