// SPDX-License-Identifier: Apache-2.0
package io.allo.router.speech;

import io.allo.audio.CompandingLaw;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The embedded default: espeak-ng on a bounded pool of own threads, recent sentences from a cache, prompts that must sound
 * even on a bad day kept for good. Where espeak-ng is missing or fails, tones sound and the keys go on working.
 */
public final class LocalSpeech implements SpeechSynthesizer, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LocalSpeech.class);

    private final EspeakProcess espeak;
    private final boolean speaks;
    private final SpeechCache recent;
    private final Map<SpeechCache.Key, byte[]> prepared = new ConcurrentHashMap<>();
    private final ExecutorService pool;

    /** Blocks while it looks for the program. */
    public LocalSpeech(SpeechConfig config) {
        this.espeak = new EspeakProcess(config.program(), config.wordsPerMinute(), config.timeout());
        this.recent = new SpeechCache(config.cacheBytes());
        this.pool = pool(config);
        this.speaks = espeak.installed();
        if (!speaks) {
            LOG.warnf(
                    "'%s' is not installed: calls hear tones instead of words. Install it with: apt-get install espeak-ng",
                    config.program());
        }
    }

    private static ExecutorService pool(SpeechConfig config) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                config.parallelism(),
                config.parallelism(),
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(config.maxWaiting()),
                Thread.ofPlatform().daemon().name("speech-", 0).factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public Multi<byte[]> speak(String sentence, String language, CompandingLaw law) {
        SpeechCache.Key key = new SpeechCache.Key(sentence, language, law);
        return Multi.createFrom().emitter(emitter -> {
            byte[] known = prepared.getOrDefault(key, recent.find(key));
            if (known != null) {
                finish(emitter, known);
                return;
            }
            try {
                pool.execute(() -> {
                    if (!emitter.isCancelled()) {
                        finish(emitter, synthesised(key));
                    }
                });
            } catch (RejectedExecutionException e) {
                finish(emitter, law.encode(Earcons.of(sentence)));
            }
        });
    }

    /** Synthesises these sentences now and keeps them for good. Blocks. */
    public void prepare(List<String> sentences, String language) {
        for (String sentence : sentences) {
            short[] words = words(sentence, language);
            if (words == null) {
                return; // tones need no preparation
            }
            for (CompandingLaw law : CompandingLaw.values()) {
                prepared.put(new SpeechCache.Key(sentence, language, law), law.encode(words));
            }
        }
    }

    /** False where tones sound instead of words. */
    public boolean speaks() {
        return speaks;
    }

    private byte[] synthesised(SpeechCache.Key key) {
        short[] words = words(key.sentence(), key.language());
        if (words == null) {
            return key.law().encode(Earcons.of(key.sentence()));
        }
        byte[] speech = key.law().encode(words);
        recent.keep(key, speech);
        return speech;
    }

    /** Null where only a tone can sound: it is not kept, the next try may succeed. */
    private short @Nullable [] words(String sentence, String language) {
        if (!speaks) {
            return null;
        }
        try {
            return espeak.speak(sentence, language);
        } catch (IOException e) {
            LOG.warnf("speech failed, a tone sounds instead: %s", e.getMessage());
            return null;
        }
    }

    private static void finish(MultiEmitter<? super byte[]> emitter, byte[] speech) {
        emitter.emit(speech);
        emitter.complete();
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
