// SPDX-License-Identifier: Apache-2.0
package io.allo.router.recording;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The folder of recordings. A file's name tells nothing; it follows from account and conversation. Blocking. */
final class RecordingFiles {
    private static final String SUFFIX = ".recording";

    private final Path folder;

    RecordingFiles(Path folder) {
        this.folder = folder;
    }

    /** Where one worker's part of a call goes. */
    Path part(CallRecorders.Call call) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return folder.resolve(
                "%s-%06d%s".formatted(name(call.accountId(), call.conversationId()), call.epoch(), SUFFIX));
    }

    /** The parts of a call in order; empty when nothing of it was recorded. */
    List<Path> parts(String accountId, String conversationId) throws IOException {
        String prefix = name(accountId, conversationId) + "-";
        return list().filter(file -> file.getFileName().toString().startsWith(prefix))
                .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                .toList();
    }

    /** @return how many were deleted */
    int deleteOlderThan(Instant limit) throws IOException {
        int deleted = 0;
        for (Path file : list().toList()) {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(limit) && Files.deleteIfExists(file)) {
                deleted++;
            }
        }
        return deleted;
    }

    private Stream<Path> list() throws IOException {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).toList().stream();
        }
    }

    private static String name(String accountId, String conversationId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((accountId + "\n" + conversationId).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
