// SPDX-License-Identifier: Apache-2.0
/**
 * A telephone call, seen from the agent. The core ({@link io.allo.router.voice.VoiceLeg} and what it is made of) knows no
 * framework: it runs on one {@link io.allo.router.voice.Mailbox} per call, talks to the telephone through a
 * {@link io.allo.router.voice.CallLine} and to the agent through the conversation engine. Around it stand the two sockets,
 * {@code MediaEndpoint} (our gateway) and {@code TwilioMediaEndpoint}.
 *
 * <p>Terms: an <em>item</em> is one thing said without being asked again (an agent's turn, a prompt); a <em>mark</em> comes
 * back when all audio before it was heard; <em>barge-in</em> is a key pressed while an item sounds.
 */
@NullMarked
package io.allo.router.voice;

import org.jspecify.annotations.NullMarked;
