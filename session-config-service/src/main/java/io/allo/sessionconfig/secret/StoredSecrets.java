// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts and decrypts secrets at rest. Stored text: {@code base64(nonce):base64(tag):base64(ciphertext)}, AES-256-GCM with
 * a 12-byte random nonce and a 16-byte tag, under a key derived for each row by PBKDF2-HMAC-SHA256 (the 32 raw master bytes,
 * salt = the row's UUID text, 100 000 iterations). Thread-safe; a first use of a row costs tens of milliseconds: call from a
 * worker thread, never from an event loop.
 */
public final class StoredSecrets {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int ITERATIONS = 100_000;
    private static final int CACHED_KEYS = 4096;

    private final byte[] master;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, SecretKeySpec> keys = new ConcurrentHashMap<>();

    /**
     * Takes the master key.
     *
     * @param masterHex 64 hex characters
     */
    public StoredSecrets(String masterHex) {
        master = HexFormat.of().parseHex(requireNonNull(masterHex, "masterHex"));
    }

    /** Encrypts a secret of the row with this id. */
    public String encrypt(String rowId, String secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return encrypt(rowId, secret, nonce);
    }

    String encrypt(String rowId, String secret, byte[] nonce) {
        byte[] sealed = run(Cipher.ENCRYPT_MODE, rowId, nonce, secret.getBytes(UTF_8));
        int cut = sealed.length - TAG_BYTES;
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(nonce) + ":"
                + base64.encodeToString(Arrays.copyOfRange(sealed, cut, sealed.length)) + ":"
                + base64.encodeToString(Arrays.copyOf(sealed, cut));
    }

    /**
     * Reads a stored secret; text that is not in the stored format is a legacy plain secret and returned as it is.
     *
     * @throws SecretUnreadableException when the text was encrypted under another key or row, or was changed
     */
    public String decrypt(String rowId, String stored) {
        if (!isEncrypted(stored)) {
            return stored;
        }
        String[] parts = stored.split(":", -1);
        byte[] nonce = Base64.getDecoder().decode(parts[0]);
        byte[] tag = Base64.getDecoder().decode(parts[1]);
        byte[] cipherText = Base64.getDecoder().decode(parts[2]);
        byte[] sealed = Arrays.copyOf(cipherText, cipherText.length + TAG_BYTES);
        System.arraycopy(tag, 0, sealed, cipherText.length, TAG_BYTES);
        return new String(run(Cipher.DECRYPT_MODE, rowId, nonce, sealed), UTF_8);
    }

    /** True for three base64 parts with a 12-byte nonce and a 16-byte tag: a plain password with two colons is none. */
    public static boolean isEncrypted(String stored) {
        String[] parts = stored.split(":", -1);
        if (parts.length != 3) {
            return false;
        }
        try {
            Base64.getDecoder().decode(parts[2]);
            return Base64.getDecoder().decode(parts[0]).length == NONCE_BYTES
                    && Base64.getDecoder().decode(parts[1]).length == TAG_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private byte[] run(int mode, String rowId, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key(rowId), new GCMParameterSpec(TAG_BYTES * 8, nonce));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new SecretUnreadableException(rowId, e);
        }
    }

    private SecretKeySpec key(String rowId) {
        if (keys.size() > CACHED_KEYS) {
            keys.clear();
        }
        return keys.computeIfAbsent(rowId, salt -> new SecretKeySpec(derive(salt), "AES"));
    }

    /** PBKDF2 by hand, one block: the JDK's PBEKeySpec takes characters and garbles raw key bytes from 0x80 on. */
    byte[] derive(String salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(master, "HmacSHA256"));
            mac.update(salt.getBytes(UTF_8));
            byte[] block = mac.doFinal(new byte[] {0, 0, 0, 1});
            byte[] derived = block.clone();
            for (int i = 1; i < ITERATIONS; i++) {
                block = mac.doFinal(block);
                for (int b = 0; b < derived.length; b++) {
                    derived[b] ^= block[b];
                }
            }
            return derived;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has HmacSHA256", e);
        }
    }

    /** A stored secret cannot be read with this master key. Carries the row's id, never the secret. */
    public static final class SecretUnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        SecretUnreadableException(String rowId, Throwable cause) {
            super("the secret of row " + rowId + " cannot be read with this ENCRYPTION_KEY", cause);
        }
    }
}
