// SPDX-License-Identifier: Apache-2.0
package io.allo.router.speech;

import io.allo.audio.CompandingLaw;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sentences heard last, bounded by their bytes: the one used longest ago goes first. Safe from any thread. */
public final class SpeechCache {
    private final long maxBytes;
    private final Map<Key, byte[]> sentences = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    public SpeechCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** @param voice whose, where there are several */
    public record Key(String voice, String sentence, String language, CompandingLaw law) {
        public Key(String sentence, String language, CompandingLaw law) {
            this("", sentence, language, law);
        }
    }

    public synchronized byte @Nullable [] find(Key key) {
        return sentences.get(key);
    }

    public synchronized void keep(Key key, byte[] speech) {
        byte[] before = sentences.put(key, speech);
        bytes += speech.length - (before == null ? 0 : before.length);
        Iterator<byte[]> oldest = sentences.values().iterator();
        while (bytes > maxBytes && oldest.hasNext()) {
            bytes -= oldest.next().length;
            oldest.remove();
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}
