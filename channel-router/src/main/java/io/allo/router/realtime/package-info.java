// SPDX-License-Identifier: Apache-2.0
/**
 * Speech-to-speech models that speak OpenAI's Realtime protocol (GA) over a WebSocket: between {@code voice}, which holds the
 * call, and the provider. One {@code VoiceModel}, one socket a session; nothing here knows of telephones.
 */
@NullMarked
package io.allo.router.realtime;

import org.jspecify.annotations.NullMarked;
