// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.media.StreamMessage.Transfer.Mode;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How telephone calls are held. */
@ConfigMapping(prefix = "allo.voice")
public interface VoiceConfig {

    /** A keyed entry without {@code #} is complete after this pause. */
    @WithDefault("4s")
    Duration interDigit();

    /** Silence of the caller after which he is asked again. */
    @WithDefault("12s")
    Duration idle();

    /** How often he is asked before the goodbye. */
    @WithDefault("2")
    @Min(0)
    int idlePrompts();

    /** How far audio is sent ahead of the ear, at most 1 s: what a late event loop may cost unheard. */
    @WithDefault("600ms")
    Duration playoutLead();

    /** Messages that may wait in front of the kernel; audio beyond is held back, and dropped when it is late. */
    @WithDefault("10")
    @Min(1)
    @Max(100)
    int unsentLimit();

    /** Silence of the engine within a turn after which the turn has failed. */
    @WithDefault("20s")
    Duration turnTimeout();

    /** How long the session of a speech-to-speech model may take to open; then the call goes on without it. */
    @WithDefault("4s")
    Duration modelOpening();

    /** Silence of a speech-to-speech model that has to answer, after which it is given up. */
    @WithDefault("8s")
    Duration modelSilence();

    /**
     * How much voice over the agent's makes him give up whatever it sounds like, pauses between words not counted; before that, what
     * surely is more than a "mhm" does.
     */
    @WithDefault("500ms")
    Duration bargeInConfirm();

    /** How long the last words may take to be confirmed as heard before the call is ended all the same. */
    @WithDefault("8s")
    Duration markTimeout();

    /** Pause between the last word and the hang-up. */
    @WithDefault("500ms")
    Duration hangupDelay();

    /** How long before the longest duration of a call the caller is told so; 0 = not at all. */
    @WithDefault("60s")
    Duration durationNotice();

    /** Own heartbeat on the media socket. */
    @WithDefault("500ms")
    Duration heartbeat();

    /** A gateway that was not heard of for this time is dead. */
    @WithDefault("2s")
    Duration deadAfter();

    /** How long a conversation waits for another worker to take it over when its line was lost. */
    @WithDefault("10s")
    Duration takeoverWindow();

    /** Language of the words said before the agent is known. */
    @WithDefault("fr")
    String defaultLanguage();

    /** True when the gateway can hand calls over; otherwise a transfer is refused in words. */
    @WithDefault("true")
    boolean transferSupported();

    /**
     * How a caller is handed over where neither his agent nor his SIP account says it. {@code blind}: by REFER, by a bridge where that is refused or unknown. {@code refer},
     * {@code bridge}: only so. {@code supervised}: the other person is asked first, hears what it is about, and takes the caller
     * by key 1 or declines by key 2.
     */
    @WithDefault("blind")
    Mode transferMode();

    /** SO_SNDBUF and SO_RCVBUF of the HTTP port: small, so that a peer that does not read is noticed (media socket). */
    @WithDefault("8192")
    @Min(2048)
    int socketBufferBytes();

    /** The same values for the core. */
    default VoiceRules rules() {
        return new VoiceRules(
                interDigit(),
                idle(),
                idlePrompts(),
                playoutLead(),
                unsentLimit(),
                turnTimeout(),
                modelOpening(),
                modelSilence(),
                bargeInConfirm(),
                markTimeout(),
                hangupDelay(),
                durationNotice(),
                heartbeat(),
                deadAfter(),
                takeoverWindow(),
                defaultLanguage(),
                transferMode());
    }
}
