// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.audio.G711;
import io.allo.audio.PcmFrames;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/** The multipart form of a transcription: fields, and the audio as a WAV file. Raw G.711 is not taken by any server. */
final class TranscriptionForm {
    private static final String BOUNDARY = "allo-7d1c9b3e5f";
    private static final int HEADER_BYTES = 44;
    private static final int PCM = 1;
    private static final int BYTES_PER_SAMPLE = 2;

    static final String CONTENT_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private TranscriptionForm() {}

    static Buffer of(Map<String, String> fields, short[] pcm) {
        Buffer form = Buffer.buffer(pcm.length * BYTES_PER_SAMPLE + 1024);
        fields.forEach((name, value) -> form.appendString(
                "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n",
                UTF_8.name()));
        form.appendString("--" + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"utterance.wav\"\r\n"
                + "Content-Type: audio/wav\r\n\r\n");
        appendWav(form, pcm);
        return form.appendString("\r\n--" + BOUNDARY + "--\r\n");
    }

    private static void appendWav(Buffer form, short[] pcm) {
        int data = pcm.length * BYTES_PER_SAMPLE;
        form.appendString("RIFF").appendIntLE(HEADER_BYTES - 8 + data).appendString("WAVEfmt ");
        form.appendIntLE(16).appendShortLE((short) PCM).appendShortLE((short) 1);
        form.appendIntLE(G711.SAMPLE_RATE).appendIntLE(G711.SAMPLE_RATE * BYTES_PER_SAMPLE);
        form.appendShortLE((short) BYTES_PER_SAMPLE).appendShortLE((short) 16);
        form.appendString("data").appendIntLE(data).appendBytes(PcmFrames.toLittleEndian(pcm));
    }
}
