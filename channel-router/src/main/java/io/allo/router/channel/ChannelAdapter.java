// SPDX-License-Identifier: Apache-2.0
package io.allo.router.channel;

import io.allo.router.conversation.Channel;
import java.util.Optional;

/**
 * The two translations of a channel. Between them the inbox keeps the message and the engine answers it.
 *
 * @param <I> what the provider sends
 * @param <O> what the provider expects as an answer
 */
public interface ChannelAdapter<I, O> {

    Channel channel();

    /** The message, or empty when there is nothing to answer. */
    Optional<InboundMessage> parse(I raw);

    O render(OutboundMessage message);

    /** The answer to something that is not a message. */
    O ignored();
}
