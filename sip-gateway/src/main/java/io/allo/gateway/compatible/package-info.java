// SPDX-License-Identifier: Apache-2.0
/**
 * For those who run a SIP bridge with a media socket of Twilio's form today: their REST calls ({@code api}), callbacks and media
 * socket, unchanged. {@link io.allo.gateway.compatible.CompatibleWorkers} stands in the place of the worker registry and of the
 * workers' sockets; the call itself does not know the difference.
 */
@NullMarked
package io.allo.gateway.compatible;

import org.jspecify.annotations.NullMarked;
