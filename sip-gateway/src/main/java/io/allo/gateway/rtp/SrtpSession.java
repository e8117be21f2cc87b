// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.logging2.LoggerImpl;
import org.jspecify.annotations.Nullable;

/**
 * SRTP and SRTCP of one stream (RFC 3711), AES-128 in counter mode with HMAC-SHA1, by Jitsi's library. Packets are changed in
 * place; an opened packet is one that the holder of the peer's key sent, once. One thread.
 */
public final class SrtpSession {
    static {
        // By itself the library tries every provider for ten seconds; the JDK's is the fastest where it uses the
        // processor's AES.
        Aes.setFactoryClassName("SunJCE");
    }

    private static final int KEY_BYTES = 16;
    private static final int SALT_BYTES = 14;
    private static final int HMAC_KEY_BYTES = 20;
    private static final int RTCP_TAG_BYTES = 10;
    /** What protection adds at most: tag, and for RTCP the index. */
    private static final int MAX_ADDED = RTCP_TAG_BYTES + 4;

    private static final int MAX_DATAGRAM = 2048;
    /** A peer has one source at a time; more are kept for a change, and no stranger can make us keep many. */
    private static final int MAX_SOURCES = 4;

    private final SrtpContextFactory sender;
    private final SrtpContextFactory receiver;
    private final Packet packet = new Packet();
    private final int tagBytes;
    private final Sources<SrtpCryptoContext> sent;
    private final Sources<SrtcpCryptoContext> sentControl;
    private final Sources<SrtpCryptoContext> received = new Sources<>();
    private final Sources<SrtcpCryptoContext> receivedControl = new Sources<>();

    /**
     * @param localKey 16 bytes of master key, 14 of salt: what we send with
     * @param remoteKey what the peer sends with
     * @param tagBytes authentication tag of an RTP packet: 10 or 4
     */
    public SrtpSession(byte[] localKey, byte[] remoteKey, int tagBytes) {
        this(
                factory(true, localKey, tagBytes),
                factory(false, remoteKey, tagBytes),
                tagBytes,
                new Sources<>(),
                new Sources<>());
    }

    private SrtpSession(
            SrtpContextFactory sender,
            SrtpContextFactory receiver,
            int tagBytes,
            Sources<SrtpCryptoContext> sent,
            Sources<SrtcpCryptoContext> sentControl) {
        this.sender = sender;
        this.receiver = receiver;
        this.tagBytes = tagBytes;
        this.sent = sent;
        this.sentControl = sentControl;
    }

    /** The peer has a new key, we keep ours: what we send goes on counting, or one key stream would be used twice. */
    public SrtpSession withRemote(byte[] remoteKey) {
        return new SrtpSession(sender, factory(false, remoteKey, tagBytes), tagBytes, sent, sentControl);
    }

    /** Loads and prepares the library, which takes half a second at the first time. Any thread. */
    public static void warmUp() {
        byte[] key = new byte[KEY_BYTES + SALT_BYTES];
        SrtpSession session = new SrtpSession(key, key, RTCP_TAG_BYTES);
        ByteBuffer datagram = ByteBuffer.allocate(MAX_DATAGRAM);
        new RtpPacket(false, 0, 1, 1, 1, new byte[160]).write(datagram);
        session.protect(datagram.flip());
        session.open(datagram);
    }

    /** Encrypts an RTP packet between position and limit; the limit moves. @return false when that failed */
    public boolean protect(ByteBuffer rtp) {
        if (rtp.remaining() < RtpPacket.HEADER_BYTES || rtp.capacity() - rtp.limit() < MAX_ADDED) {
            return false;
        }
        int ssrc = rtp.getInt(rtp.position() + 8);
        packet.take(rtp);
        return transformed(
                rtp, () -> sent.of(ssrc, () -> sender.deriveContext(ssrc, 0)).transformPacket(packet));
    }

    /** Checks and decrypts; false when the packet is not the peer's, or came before. */
    public boolean open(ByteBuffer srtp) {
        if (srtp.remaining() < RtpPacket.HEADER_BYTES) {
            return false;
        }
        int ssrc = srtp.getInt(srtp.position() + 8);
        packet.take(srtp);
        return transformed(srtp, () -> {
            SrtpCryptoContext context = received.known(ssrc);
            boolean news = context == null;
            if (context == null) {
                context = receiver.deriveContext(ssrc, 0);
            }
            SrtpErrorStatus status = context.reverseTransformPacket(packet, false);
            if (news && status == SrtpErrorStatus.OK) {
                received.put(ssrc, context);
            }
            return status;
        });
    }

    /** {@link #protect} for RTCP. */
    public boolean protectControl(ByteBuffer rtcp) {
        if (rtcp.remaining() < 8 || rtcp.capacity() - rtcp.limit() < MAX_ADDED) {
            return false;
        }
        int ssrc = rtcp.getInt(rtcp.position() + 4);
        packet.take(rtcp);
        return transformed(
                rtcp,
                () -> sentControl
                        .of(ssrc, () -> sender.deriveControlContext(ssrc))
                        .transformPacket(packet));
    }

    /** {@link #open} for RTCP. */
    public boolean openControl(ByteBuffer srtcp) {
        if (srtcp.remaining() < 8 + MAX_ADDED) {
            return false;
        }
        int ssrc = srtcp.getInt(srtcp.position() + 4);
        packet.take(srtcp);
        return transformed(srtcp, () -> {
            SrtcpCryptoContext context = receivedControl.known(ssrc);
            boolean news = context == null;
            if (context == null) {
                context = receiver.deriveControlContext(ssrc);
            }
            SrtpErrorStatus status = context.reverseTransformPacket(packet);
            if (news && status == SrtpErrorStatus.OK) {
                receivedControl.put(ssrc, context);
            }
            return status;
        });
    }

    private interface Transform {
        SrtpErrorStatus run() throws GeneralSecurityException;
    }

    private boolean transformed(ByteBuffer datagram, Transform transform) {
        try {
            if (transform.run() != SrtpErrorStatus.OK) {
                return false;
            }
        } catch (GeneralSecurityException | IndexOutOfBoundsException _) {
            return false; // a header that promises more than there is
        }
        packet.give(datagram);
        return true;
    }

    private static SrtpContextFactory factory(boolean sends, byte[] keyAndSalt, int tagBytes) {
        if (keyAndSalt.length != KEY_BYTES + SALT_BYTES) {
            throw new IllegalArgumentException("SRTP key of " + keyAndSalt.length + " bytes, expected 30");
        }
        return new SrtpContextFactory(
                sends,
                Arrays.copyOf(keyAndSalt, KEY_BYTES),
                Arrays.copyOfRange(keyAndSalt, KEY_BYTES, keyAndSalt.length),
                policy(tagBytes),
                policy(RTCP_TAG_BYTES),
                new LoggerImpl(SrtpSession.class.getName()));
    }

    private static SrtpPolicy policy(int tagBytes) {
        return new SrtpPolicy(
                SrtpPolicy.AESCM_ENCRYPTION,
                KEY_BYTES,
                SrtpPolicy.HMACSHA1_AUTHENTICATION,
                HMAC_KEY_BYTES,
                tagBytes,
                SALT_BYTES);
    }

    /** Contexts by SSRC, the newest few. */
    private static final class Sources<C> {
        private final Map<Integer, C> contexts = new LinkedHashMap<>();

        private interface Maker<C> {
            C make() throws GeneralSecurityException;
        }

        @Nullable
        C known(int ssrc) {
            return contexts.get(ssrc);
        }

        C of(int ssrc, Maker<C> maker) throws GeneralSecurityException {
            C context = contexts.get(ssrc);
            if (context == null) {
                context = maker.make();
                put(ssrc, context);
            }
            return context;
        }

        void put(int ssrc, C context) {
            contexts.put(ssrc, context);
            if (contexts.size() > MAX_SOURCES) {
                contexts.remove(contexts.keySet().iterator().next());
            }
        }
    }
}
