// SPDX-License-Identifier: Apache-2.0
/**
 * Offer and answer (RFC 3264) over session descriptions (RFC 8866). {@code signaling} hands the bodies of INVITE, 200 and
 * ACK in and gets the body to send and a {@link io.allo.gateway.call.NegotiatedAudio} for the media leg. No threads, no
 * sockets, no names resolved.
 */
@NullMarked
package io.allo.gateway.sdp;

import org.jspecify.annotations.NullMarked;
