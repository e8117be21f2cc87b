// SPDX-License-Identifier: Apache-2.0
/**
 * The audio of the calls: between the sockets of {@code rtp} and the media socket's frames. One loop thread owns all streams.
 *
 * <pre>
 *   caller ─UDP─▶ UplinkPipeline   ─▶ MediaLegListener (frames, keys)
 *   caller ◀─UDP─ DownlinkPipeline ◀─ PlayoutQueue ◀─ MediaLeg.play
 * </pre>
 *
 * <p>Terms: a <em>leg</em> is one call's stream; <em>uplink</em> is towards the model, <em>downlink</em> towards the caller;
 * <em>ptime</em> is the audio in one packet; to <em>latch</em> is to send where packets come from.
 */
@NullMarked
package io.allo.gateway.media;

import org.jspecify.annotations.NullMarked;
