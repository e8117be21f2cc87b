// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import io.allo.audio.G711;
import io.allo.audio.ToneGenerator;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.StoredSounds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The sounds that the gateway plays by itself, prepared in both laws. Immutable. */
final class SoundLibrary implements StoredSounds {
    /** Raw µ-law, 8 kHz: "Bonjour, un instant s'il vous plaît. One moment, please." */
    private static final String GREETING = "/sounds/one-moment.ul";

    /** "Toutes nos lignes sont occupées, merci de patienter. All our lines are busy, please hold." */
    private static final String ALL_BUSY = "/sounds/all-busy.ul";
    /** "Nous ne pouvons pas prendre votre appel. Merci de rappeler plus tard. We cannot take your call. Please call again later." */
    private static final String UNAVAILABLE = "/sounds/unavailable.ul";
    /** "Cet appel doit s'arrêter maintenant. Merci de rappeler. This call must end now. Please call again." */
    private static final String FAREWELL = "/sounds/farewell.ul";

    private static final int FRAME = 160;
    private static final int RINGBACK_PERIOD = 5 * 8000;

    private final Map<Codec, List<byte[]>> greeting;
    private final Map<Codec, List<byte[]>> allBusy;
    private final Map<Codec, List<byte[]>> unavailable;
    private final Map<Codec, List<byte[]>> farewell;
    private final Map<Codec, List<byte[]>> tone;
    private final Map<Codec, List<byte[]>> ringback;

    SoundLibrary() {
        greeting = inBothLaws(read(GREETING));
        allBusy = inBothLaws(read(ALL_BUSY));
        unavailable = inBothLaws(read(UNAVAILABLE));
        farewell = inBothLaws(read(FAREWELL));
        ringback = inBothLaws(ringback());
        tone = inBothLaws(G711.encodeUlaw(ToneGenerator.dual(350, 440, Duration.ofMillis(200), -20)));
    }

    @Override
    public List<byte[]> greeting(Codec codec) {
        return greeting.getOrDefault(codec, List.of());
    }

    @Override
    public List<byte[]> allBusy(Codec codec) {
        return allBusy.getOrDefault(codec, List.of());
    }

    @Override
    public List<byte[]> unavailable(Codec codec) {
        return unavailable.getOrDefault(codec, List.of());
    }

    @Override
    public List<byte[]> farewell(Codec codec) {
        return farewell.getOrDefault(codec, List.of());
    }

    @Override
    public List<byte[]> comfortTone(Codec codec) {
        return tone.getOrDefault(codec, List.of());
    }

    @Override
    public List<byte[]> ringback(Codec codec) {
        return ringback.getOrDefault(codec, List.of());
    }

    /** ITU-T E.180 supplement 2, France and most of Europe: 1.5 s of tone (440 Hz), 3.5 s of silence. */
    private static byte[] ringback() {
        byte[] sounding = G711.encodeUlaw(ToneGenerator.sine(440, Duration.ofMillis(1500), -20));
        byte[] period = new byte[RINGBACK_PERIOD];
        Arrays.fill(period, (byte) 0xff);
        System.arraycopy(sounding, 0, period, 0, Math.min(sounding.length, period.length));
        return period;
    }

    private static Map<Codec, List<byte[]>> inBothLaws(byte[] ulaw) {
        Map<Codec, List<byte[]>> sounds = new EnumMap<>(Codec.class);
        sounds.put(Codec.PCMU, frames(ulaw));
        sounds.put(Codec.PCMA, frames(G711.ulawToAlaw(ulaw)));
        return sounds;
    }

    private static List<byte[]> frames(byte[] sound) {
        List<byte[]> frames = new ArrayList<>();
        for (int at = 0; at + FRAME <= sound.length; at += FRAME) {
            frames.add(Arrays.copyOfRange(sound, at, at + FRAME));
        }
        return List.copyOf(frames);
    }

    private static byte[] read(String resource) {
        try (InputStream in = SoundLibrary.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
