// SPDX-License-Identifier: Apache-2.0
/**
 * RTP, RTCP (RFC 3550) and telephone events (RFC 4733): packets, their order, their statistics, and the ports. Below
 * {@code media}, which gives it threads and time: nothing here starts a thread, and time comes in as {@code nowNanos} (of
 * {@link java.lang.System#nanoTime()}). Only {@link io.allo.gateway.rtp.RtpSocket} touches the network. What comes from the
 * network is hostile: parsers return null for what is no packet, and never read beyond it.
 */
@NullMarked
package io.allo.gateway.rtp;

import org.jspecify.annotations.NullMarked;
