// SPDX-License-Identifier: Apache-2.0
package io.allo.router.recording;

import io.allo.audio.CompandingLaw;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * One part of a recording: {@code ALLOREC1}, the law (1 byte, 'A' or 'U'), the wrapped key (60 bytes), then chunks: the length of the
 * plain text (4 bytes), ciphertext and tag. A crash cuts off the last chunk at most. Blocking; one thread.
 */
final class RecordingWriter implements AutoCloseable {
    static final byte[] MAGIC = {'A', 'L', 'L', 'O', 'R', 'E', 'C', '1'};

    private final DataOutputStream out;
    private final RecordingCipher cipher;
    private long chunks;

    RecordingWriter(Path file, RecordingCipher master, CompandingLaw law) throws IOException, GeneralSecurityException {
        byte[] header = header(law);
        RecordingCipher.FileKey key = master.fileKey(header);
        OutputStream opened = Files.newOutputStream(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        this.cipher = key.cipher();
        this.out = new DataOutputStream(opened);
        out.write(header);
        out.write(key.wrapped());
    }

    static byte[] header(CompandingLaw law) {
        byte[] header = Arrays.copyOf(MAGIC, MAGIC.length + 1);
        header[MAGIC.length] = (byte) (law == CompandingLaw.ALAW ? 'A' : 'U');
        return header;
    }

    void write(byte[] block) throws IOException, GeneralSecurityException {
        out.writeInt(block.length);
        out.write(cipher.encrypt(chunks++, block));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
