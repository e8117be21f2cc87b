// SPDX-License-Identifier: Apache-2.0
/**
 * What every text channel is: {@code parse} turns what a provider sent into an {@link InboundMessage}, the engine answers,
 * {@code render} turns an {@link OutboundMessage} into what the provider expects. A new channel is a new
 * {@link ChannelAdapter} beside the others; nothing in the engine changes.
 */
@NullMarked
package io.allo.router.channel;

import org.jspecify.annotations.NullMarked;
