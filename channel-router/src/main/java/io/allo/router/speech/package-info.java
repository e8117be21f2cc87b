// SPDX-License-Identifier: Apache-2.0
/**
 * Words to sound: {@link io.allo.router.speech.SpeechSynthesizer} is the port, {@link io.allo.router.speech.LocalSpeech} the
 * embedded default (espeak-ng as a subprocess; tones where it is not installed). Stands between {@code voice}, which knows
 * when something is said, and the operating system.
 */
@NullMarked
package io.allo.router.speech;

import org.jspecify.annotations.NullMarked;
