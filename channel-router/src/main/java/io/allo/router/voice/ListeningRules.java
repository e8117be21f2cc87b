// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import java.time.Duration;
import java.util.Set;

/**
 * When a speaking caller has finished, from configuration ({@link ListeningConfig} says what each means).
 *
 * @param unfinishedWords further words, in lower case, after which a sentence goes on
 */
public record ListeningRules(
        Duration pause,
        Duration unfinished,
        Duration dictation,
        Duration noWords,
        Duration ahead,
        Set<String> unfinishedWords) {}
