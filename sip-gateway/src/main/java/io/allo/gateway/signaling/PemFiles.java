// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and keys in PEM (RFC 7468): X.509, PKCS#8, and the older PKCS#1 and SEC 1 that certificate managers write by
 * default.
 */
final class PemFiles {
    private static final Pattern KEY = Pattern.compile("-----BEGIN (RSA |EC )?PRIVATE KEY-----([^-]+)-----END");
    /** {@code INTEGER 0, SEQUENCE {rsaEncryption, NULL}}: what PKCS#8 puts before a PKCS#1 key (RFC 5208). */
    private static final byte[] RSA_HEAD = {
        2, 1, 0, 48, 13, 6, 9, 42, (byte) 0x86, 72, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
    };

    /** {@code OBJECT IDENTIFIER ecPublicKey}: the algorithm of an elliptic-curve key in PKCS#8 (RFC 5480). */
    private static final byte[] EC_ALGORITHM = {6, 7, 42, (byte) 0x86, 72, (byte) 0xce, 61, 2, 1};

    private static final int INTEGER = 2;
    private static final int OCTETS = 4;
    private static final int SEQUENCE = 48;
    /** Of an EC key: its curve (RFC 5915). */
    private static final int PARAMETERS = 0xa0;

    private PemFiles() {}

    static List<X509Certificate> certificates(Path file) throws GeneralSecurityException, IOException {
        List<X509Certificate> all = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (var each : factory.generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            all.add((X509Certificate) each);
        }
        if (all.isEmpty()) {
            throw new GeneralSecurityException("no certificate in " + file);
        }
        return all;
    }

    static PrivateKey key(Path file) throws GeneralSecurityException, IOException {
        Matcher matcher = KEY.matcher(Files.readString(file, ISO_8859_1));
        if (!matcher.find()) {
            throw new GeneralSecurityException("no unencrypted PKCS#8, RSA or EC key in " + file);
        }
        byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(
                switch (matcher.group(1)) {
                    case null -> der;
                    case "RSA " -> der(SEQUENCE, RSA_HEAD, der(OCTETS, der));
                    default ->
                        der(
                                SEQUENCE,
                                der(INTEGER, new byte[1]),
                                der(SEQUENCE, EC_ALGORITHM, curve(der)),
                                der(OCTETS, der));
                });
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException _) {
                // a key of the next kind, or of none
            }
        }
        throw new GeneralSecurityException("no RSA, EC or EdDSA key in " + file);
    }

    /** The curve that an EC key of RFC 5915 names: PKCS#8 wants it beside the algorithm. */
    private static byte[] curve(byte[] key) throws GeneralSecurityException {
        int at = headLength(key, 0);
        while (at + 1 < key.length) {
            int begin = at + headLength(key, at);
            int end = begin + (begin - at == 2 ? key[at + 1] : key[begin - 1] & 0xff);
            if ((key[at] & 0xff) == PARAMETERS && end <= key.length) {
                return Arrays.copyOfRange(key, begin, end);
            }
            at = end;
        }
        throw new GeneralSecurityException("EC key without its curve");
    }

    /** Tag and length; no part of an EC key is longer than 255 bytes. */
    private static int headLength(byte[] der, int at) {
        return der.length > at + 1 && der[at + 1] < 0 ? 3 : 2;
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 128) {
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
