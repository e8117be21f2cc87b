// SPDX-License-Identifier: Apache-2.0
package io.allo.router.recording;

import io.allo.audio.CompandingLaw;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Recordings of this worker: written by one thread, in order, behind a bounded queue. A disk that is too slow or full costs
 * recordings, never calls.
 */
@Singleton
public class Recordings implements CallRecorders {
    private static final Logger LOG = Logger.getLogger(Recordings.class);
    private static final long SWEEP_EVERY = Duration.ofDays(1).toMillis();
    private static final Duration LAST_BLOCKS = Duration.ofSeconds(5);
    /** 16 kB each. */
    private static final int MOST_WAITING = 1_000;

    private final RecordingConfig config;
    private final RecordingFiles files;
    private final @Nullable RecordingCipher master;
    private final Clock clock;
    private final ThreadPoolExecutor writer = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("recordings").factory());

    Recordings(RecordingConfig config, Clock clock) {
        this.config = config;
        this.files = new RecordingFiles(config.folder());
        this.master = config.key().map(RecordingCipher::master).orElse(null);
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        if (master != null) {
            writer.execute(this::sweep);
            vertx.setPeriodic(SWEEP_EVERY, timer -> writer.execute(this::sweep));
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        writer.shutdown();
        if (!writer.awaitTermination(LAST_BLOCKS.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("the last seconds of recordings were not written");
        }
    }

    @Override
    public BlockSink begin(Call call, CompandingLaw law) {
        return master == null ? BlockSink.NOWHERE : new CallFile(call, law, master);
    }

    /** What was recorded of a call; empty when nothing was, or cannot be read without the key. Blocking. */
    public Optional<StoredRecording> find(String accountId, String conversationId) throws IOException {
        if (master == null) {
            return Optional.empty();
        }
        List<Path> parts = files.parts(accountId, conversationId);
        try {
            return parts.isEmpty() ? Optional.empty() : Optional.of(StoredRecording.of(parts, master));
        } catch (GeneralSecurityException e) {
            LOG.errorf("the recording of %s cannot be read: another key, or a damaged file (%s)", conversationId, e);
            return Optional.empty();
        }
    }

    /** Deletes what was recorded of a call, with or without the key. Blocking. */
    public void erase(String accountId, String conversationId) throws IOException {
        for (Path part : files.parts(accountId, conversationId)) {
            Files.deleteIfExists(part);
        }
    }

    /** Deletes what is older than the retention. Blocking. */
    void sweep() {
        try {
            int deleted = files.deleteOlderThan(clock.instant().minus(config.retention()));
            if (deleted > 0) {
                LOG.infof("%d recordings were older than %s and are deleted", deleted, config.retention());
            }
        } catch (IOException e) {
            LOG.errorf("recordings beyond their retention were not deleted: %s", e);
        }
    }

    /** One worker's part of a call: opened with its first block. */
    private final class CallFile implements BlockSink {
        private final Call call;
        private final CompandingLaw law;
        private final RecordingCipher key;
        private @Nullable RecordingWriter file;
        private volatile boolean abandoned;

        CallFile(Call call, CompandingLaw law, RecordingCipher key) {
            this.call = call;
            this.law = law;
            this.key = key;
        }

        @Override
        public void write(byte[] block) {
            submit(() -> {
                if (file == null) {
                    file = new RecordingWriter(files.part(call), key, law);
                }
                file.write(block);
            });
        }

        @Override
        public void close() {
            submit(() -> {
                if (file != null) {
                    file.close();
                }
            });
        }

        private void submit(Step step) {
            if (abandoned) {
                return;
            }
            try {
                writer.execute(() -> run(step));
            } catch (RejectedExecutionException e) {
                giveUp("the disk is too slow");
            }
        }

        private void run(Step step) {
            if (abandoned) {
                return;
            }
            try {
                step.run();
            } catch (IOException | GeneralSecurityException e) {
                giveUp(e.toString());
            }
        }

        private void giveUp(String why) {
            abandoned = true;
            LOG.errorf("the recording of call %s ends: %s", call.conversationId(), why);
        }
    }

    private interface Step {
        void run() throws IOException, GeneralSecurityException;
    }
}
