// SPDX-License-Identifier: Apache-2.0
/**
 * Words to sound and sound to words. {@link io.allo.router.speech.SpeechSynthesizer} and
 * {@link io.allo.router.speech.SpeechRecognizer} are the ports, filled by {@code pipeline} where a service is configured;
 * {@link io.allo.router.speech.LocalSpeech} is the embedded default (espeak-ng as a subprocess; tones where it is not
 * installed). Stands between {@code voice}, which knows when something is said, and whoever speaks and listens.
 */
@NullMarked
package io.allo.router.speech;

import org.jspecify.annotations.NullMarked;
