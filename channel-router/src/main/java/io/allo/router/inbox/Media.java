// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file that came with a message. It stays at its provider; the message's facts say where ({@code media_ref_0}, {@code
 * media_type_0} …).
 *
 * @param type MIME type as the provider names it, for example {@code audio/ogg; codecs=opus}
 * @param ref the provider's name for it; never shown to anybody
 */
public record Media(String type, String ref) {
    /** More of one message are not looked at. */
    public static final int MOST = 10;

    private static final String REF = "media_ref_";
    private static final String TYPE = "media_type_";

    /** Those of a message, in its order. */
    public static List<Media> of(Map<String, String> facts) {
        List<Media> media = new ArrayList<>();
        for (int i = 0; i < MOST && facts.containsKey(REF + i); i++) {
            media.add(new Media(facts.getOrDefault(TYPE + i, ""), facts.get(REF + i)));
        }
        return media;
    }

    /** Writes it down as number {@code index} of a message. */
    public void noteIn(Map<String, String> facts, int index) {
        facts.put(REF + index, ref);
        facts.put(TYPE + index, type);
    }

    public boolean audio() {
        return type.startsWith("audio/");
    }

    public boolean image() {
        return type.startsWith("image/");
    }

    /** These facts with these files. */
    static Map<String, String> noted(Map<String, String> facts, List<Media> files) {
        Map<String, String> noted = new LinkedHashMap<>(facts);
        for (int i = 0; i < Math.min(files.size(), MOST); i++) {
            files.get(i).noteIn(noted, i);
        }
        return noted;
    }

    /** Does anything spoken come with this message? */
    public static boolean anyAudio(Map<String, String> facts) {
        return of(facts).stream().anyMatch(Media::audio);
    }
}
