// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.media.StreamMessage.Transfer.Mode;
import java.time.Duration;

/**
 * How calls are held, from configuration ({@link VoiceConfig} says what each means).
 *
 * @param unsentLimit messages that may wait in front of the kernel before audio is held back
 */
public record VoiceRules(
        Duration interDigit,
        Duration idle,
        int idlePrompts,
        Duration playoutLead,
        int unsentLimit,
        Duration turnTimeout,
        Duration modelOpening,
        Duration modelSilence,
        Duration bargeInConfirm,
        Duration markTimeout,
        Duration hangupDelay,
        Duration durationNotice,
        Duration heartbeat,
        Duration deadAfter,
        Duration takeoverWindow,
        String defaultLanguage,
        Mode transferMode) {}
