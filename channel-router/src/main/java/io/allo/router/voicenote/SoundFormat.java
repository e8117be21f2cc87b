// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voicenote;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What OpenAI's transcription takes, told by the MIME type: it goes by the file's name. WhatsApp speaks Ogg, an MMS whatever the
 * telephone records; AMR, which some send, is not taken.
 *
 * @param type as it is sent on
 * @param name of the file
 */
record SoundFormat(String type, String name) {
    private static final Map<String, String> ENDINGS = Map.ofEntries(
            Map.entry("audio/ogg", "ogg"),
            Map.entry("audio/opus", "ogg"),
            Map.entry("audio/mpeg", "mp3"),
            Map.entry("audio/mp3", "mp3"),
            Map.entry("audio/mp4", "m4a"),
            Map.entry("audio/m4a", "m4a"),
            Map.entry("audio/x-m4a", "m4a"),
            Map.entry("audio/wav", "wav"),
            Map.entry("audio/x-wav", "wav"),
            Map.entry("audio/webm", "webm"),
            Map.entry("audio/flac", "flac"));

    /** Empty for what is not taken. */
    static Optional<SoundFormat> of(String mimeType) {
        String type = mimeType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        return Optional.ofNullable(ENDINGS.get(type)).map(ending -> new SoundFormat(type, "message." + ending));
    }
}
