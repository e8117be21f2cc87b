// SPDX-License-Identifier: Apache-2.0
package io.allo.router.recording;

import io.allo.audio.CompandingLaw;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;

/** A recording as a WAV file: G.711 at 8 kHz, the caller left, the agent right. Decrypted while it is written out. Blocking. */
public final class StoredRecording {
    private static final int LARGEST_CHUNK = 65_536;
    private static final int WAV_HEADER_BYTES = 58;
    private static final int RATE = 8000;
    private static final short FORMAT_ALAW = 6;
    private static final short FORMAT_ULAW = 7;

    private final List<Path> parts;
    private final RecordingCipher master;
    private final CompandingLaw law;
    private final long bytes;

    private StoredRecording(List<Path> parts, RecordingCipher master, CompandingLaw law, long bytes) {
        this.parts = parts;
        this.master = master;
        this.law = law;
        this.bytes = bytes;
    }

    /** @param parts at least one */
    static StoredRecording of(List<Path> parts, RecordingCipher master) throws IOException, GeneralSecurityException {
        CompandingLaw law = CompandingLaw.ULAW;
        long bytes = 0;
        for (int i = 0; i < parts.size(); i++) {
            try (Part part = new Part(parts.get(i), master)) {
                law = i == 0 ? part.law : law;
                bytes += part.plainBytes();
            }
        }
        return new StoredRecording(parts, master, law, bytes);
    }

    /** Length of the WAV file. */
    public long wavBytes() {
        return WAV_HEADER_BYTES + bytes;
    }

    /** What was written to the parts meanwhile is left out: the header is true. */
    public void writeWav(OutputStream out) throws IOException, GeneralSecurityException {
        out.write(wavHeader());
        long left = bytes;
        for (Path file : parts) {
            try (Part part = new Part(file, master)) {
                for (byte[] chunk = part.next(); chunk.length > 0 && left > 0; chunk = part.next()) {
                    int length = (int) Math.min(left, chunk.length);
                    out.write(chunk, 0, length);
                    left -= length;
                }
            }
        }
    }

    private byte[] wavHeader() {
        return ByteBuffer.allocate(WAV_HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("RIFF"))
                .putInt((int) (WAV_HEADER_BYTES - 8 + bytes))
                .put(ascii("WAVEfmt "))
                .putInt(18)
                .putShort(law == CompandingLaw.ALAW ? FORMAT_ALAW : FORMAT_ULAW)
                .putShort((short) 2)
                .putInt(RATE)
                .putInt(2 * RATE)
                .putShort((short) 2)
                .putShort((short) 8)
                .putShort((short) 0)
                .put(ascii("fact"))
                .putInt(4)
                .putInt((int) (bytes / 2))
                .put(ascii("data"))
                .putInt((int) bytes)
                .array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** One file, chunk by chunk. */
    private static final class Part implements AutoCloseable {
        private final DataInputStream in;
        private final CompandingLaw law;
        private final RecordingCipher cipher;
        private long chunks;

        Part(Path file, RecordingCipher master) throws IOException, GeneralSecurityException {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
            byte[] header = in.readNBytes(RecordingWriter.MAGIC.length + 1);
            law = Arrays.equals(header, RecordingWriter.header(CompandingLaw.ALAW))
                    ? CompandingLaw.ALAW
                    : CompandingLaw.ULAW;
            cipher = master.unwrap(header, in.readNBytes(RecordingCipher.WRAPPED_KEY_BYTES));
        }

        /** Empty at the end, and where a crash cut the file off. */
        byte[] next() throws IOException, GeneralSecurityException {
            int length = nextLength();
            if (length == 0) {
                return new byte[0];
            }
            byte[] sealed = in.readNBytes(length + RecordingCipher.TAG_BYTES);
            return sealed.length < length + RecordingCipher.TAG_BYTES ? new byte[0] : cipher.decrypt(chunks++, sealed);
        }

        long plainBytes() throws IOException {
            long sum = 0;
            for (int length = nextLength(); length > 0; length = nextLength()) {
                try {
                    in.skipNBytes(length + RecordingCipher.TAG_BYTES);
                } catch (EOFException e) {
                    break;
                }
                sum += length;
            }
            return sum;
        }

        private int nextLength() throws IOException {
            try {
                int length = in.readInt();
                if (length <= 0 || length > LARGEST_CHUNK) {
                    throw new IOException("a chunk of " + length + " bytes (expected: 1-" + LARGEST_CHUNK + ")");
                }
                return length;
            } catch (EOFException e) {
                return 0;
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
