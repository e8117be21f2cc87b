// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import io.allo.gateway.config.SipConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Our certificate and whom we trust. The certificate is asked for at each handshake, so that a new one serves new connections
 * while calls on older ones go on. Thread-safe.
 */
final class TlsIdentity extends X509ExtendedKeyManager {
    private static final Logger LOG = Logger.getLogger(TlsIdentity.class);
    private static final char[] NO_PASSWORD = {};

    private final SipConfig config;
    private final SSLContext context;
    /** The newest first, and the one before it. */
    private volatile List<Pair> pairs = List.of();

    private volatile List<FileTime> loaded = List.of();

    TlsIdentity(SipConfig config) throws GeneralSecurityException, IOException {
        this.config = config;
        load();
        context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {this}, trustManagers(), null);
    }

    SSLContext context() {
        return context;
    }

    /** Without one nobody can call us over TLS. */
    boolean hasCertificate() {
        return !pairs.isEmpty();
    }

    /** Takes the files again when they changed; what was taken before stays when they are no good. Reads files. */
    void reloadWhenChanged() {
        try {
            if (!times().equals(loaded)) {
                load();
                LOG.info("TLS certificate taken anew");
            }
        } catch (GeneralSecurityException | IOException e) {
            LOG.warnf("TLS certificate not taken, the one before stays: %s", e.getMessage());
        }
    }

    private void load() throws GeneralSecurityException, IOException {
        if (config.tlsCertificate().isEmpty()) {
            return;
        }
        List<FileTime> now = times();
        KeyStore store = store(config.tlsCertificate().get());
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        checkPair(store, password());
        factory.init(store, password());
        X509ExtendedKeyManager keys = Stream.of(factory.getKeyManagers())
                .filter(X509ExtendedKeyManager.class::isInstance)
                .map(X509ExtendedKeyManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no X.509 key manager"));
        List<Pair> before = pairs;
        Pair newest = new Pair(before.isEmpty() ? 1 : before.getFirst().number() + 1, keys);
        pairs = before.isEmpty() ? List.of(newest) : List.of(newest, before.getFirst());
        loaded = now;
    }

    private KeyStore store(String certificate) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        String name = certificate.toLowerCase(Locale.ROOT);
        if (name.endsWith(".p12") || name.endsWith(".pfx")) {
            try (InputStream in = Files.newInputStream(Path.of(certificate))) {
                store.load(in, password());
            }
            return store;
        }
        store.load(null, null);
        String key = config.tlsKey().orElseThrow(() -> new GeneralSecurityException("allo.sip.tls-key is not set"));
        X509Certificate[] chain = PemFiles.certificates(Path.of(certificate)).toArray(X509Certificate[]::new);
        store.setKeyEntry("allo", PemFiles.key(Path.of(key)), password(), chain);
        return store;
    }

    private char[] password() {
        return config.tlsPassword().map(String::toCharArray).orElse(NO_PASSWORD);
    }

    private List<FileTime> times() throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (Optional<String> file : List.of(config.tlsCertificate(), config.tlsKey())) {
            if (file.isPresent()) {
                times.add(Files.getLastModifiedTime(Path.of(file.get())));
            }
        }
        return times;
    }

    private TrustManager[] trustManagers() throws GeneralSecurityException, IOException {
        List<X509TrustManager> all = new ArrayList<>(List.of(trustManager(null)));
        if (config.tlsTrust().isPresent()) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (X509Certificate authority :
                    PemFiles.certificates(Path.of(config.tlsTrust().get()))) {
                store.setCertificateEntry("ca-" + number++, authority);
            }
            all.add(trustManager(store));
        }
        return new TrustManager[] {new PeerTrust(all)};
    }

    /** @param store null for the well-known authorities */
    private static X509TrustManager trustManager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    /** A certificate and its key must be of one pair: in the middle of a renewal they are not. */
    private static void checkPair(KeyStore store, char[] password) throws GeneralSecurityException {
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)
                    && !isPair(store.getCertificate(alias), (PrivateKey) store.getKey(alias, password))) {
                throw new GeneralSecurityException("certificate and key do not belong together");
            }
        }
    }

    private static boolean isPair(Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] text = {1, 2, 3};
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(text);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(certificate.getPublicKey());
        verifier.update(text);
        return verifier.verify(signature);
    }

    // The key manager of the moment. An alias bears the number of its pair, so that a handshake ends with the pair it
    // began with

    /** @param number counts the pairs that were loaded */
    private record Pair(long number, X509ExtendedKeyManager keys) {
        @Nullable
        String numbered(@Nullable String alias) {
            return alias == null ? null : number + ":" + alias;
        }
    }

    private @Nullable X509ExtendedKeyManager of(String alias) {
        for (Pair pair : pairs) {
            if (alias.startsWith(pair.number() + ":")) {
                return pair.keys();
            }
        }
        return null;
    }

    private static String bare(String alias) {
        return alias.substring(alias.indexOf(':') + 1);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        if (pairs.isEmpty()) {
            return null;
        }
        Pair newest = pairs.getFirst();
        return newest.numbered(newest.keys().chooseClientAlias(keyType, issuers, socket));
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        if (pairs.isEmpty()) {
            return null;
        }
        Pair newest = pairs.getFirst();
        return newest.numbered(newest.keys().chooseServerAlias(keyType, issuers, socket));
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        X509ExtendedKeyManager keys = of(alias);
        return keys == null ? null : keys.getCertificateChain(bare(alias));
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        X509ExtendedKeyManager keys = of(alias);
        return keys == null ? null : keys.getPrivateKey(bare(alias));
    }
}
