// SPDX-License-Identifier: Apache-2.0
package io.allo.router.recording;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM. Each file has a random key of its own, which the master key wraps; its chunks are numbered, and the number is the
 * nonce: none is used twice, and none can be moved.
 */
final class RecordingCipher {
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;
    static final int KEY_BYTES = 32;
    static final int WRAPPED_KEY_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    private RecordingCipher(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** @param hex 64 hex characters */
    static RecordingCipher master(String hex) {
        byte[] key;
        try {
            key = HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("allo.recording.key: not hexadecimal (expected: 64 hex characters)");
        }
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "allo.recording.key: " + hex.length() + " characters (expected: 64 hex characters)");
        }
        return new RecordingCipher(key);
    }

    /** A new file's key, and the same wrapped for its header. */
    record FileKey(RecordingCipher cipher, byte[] wrapped) {}

    /** @param header of the file: a wrapped key works in no other */
    FileKey fileKey(byte[] header) throws GeneralSecurityException {
        byte[] fresh = random(KEY_BYTES);
        byte[] nonce = random(NONCE_BYTES);
        byte[] wrapped = run(Cipher.ENCRYPT_MODE, nonce, header, fresh);
        return new FileKey(
                new RecordingCipher(fresh),
                ByteBuffer.allocate(WRAPPED_KEY_BYTES).put(nonce).put(wrapped).array());
    }

    RecordingCipher unwrap(byte[] header, byte[] wrapped) throws GeneralSecurityException {
        ByteBuffer parts = ByteBuffer.wrap(wrapped);
        byte[] nonce = new byte[NONCE_BYTES];
        byte[] sealed = new byte[KEY_BYTES + TAG_BYTES];
        parts.get(nonce).get(sealed);
        return new RecordingCipher(run(Cipher.DECRYPT_MODE, nonce, header, sealed));
    }

    byte[] encrypt(long number, byte[] plain) throws GeneralSecurityException {
        return run(Cipher.ENCRYPT_MODE, nonce(number), new byte[0], plain);
    }

    byte[] decrypt(long number, byte[] sealed) throws GeneralSecurityException {
        return run(Cipher.DECRYPT_MODE, nonce(number), new byte[0], sealed);
    }

    private byte[] run(int mode, byte[] nonce, byte[] associated, byte[] input) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        cipher.updateAAD(associated);
        return cipher.doFinal(input);
    }

    private static byte[] nonce(long number) {
        return ByteBuffer.allocate(NONCE_BYTES).putInt(0).putLong(number).array();
    }

    private static byte[] random(int bytes) {
        byte[] fresh = new byte[bytes];
        RANDOM.nextBytes(fresh);
        return fresh;
    }
}
