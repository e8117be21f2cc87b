// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

import java.nio.ByteBuffer;
import org.jitsi.utils.ByteArrayBuffer;

/** One datagram in the form that the SRTP library works on; used again for each. */
final class Packet implements ByteArrayBuffer {
    private static final int CAPACITY = 2200;

    private final byte[] bytes = new byte[CAPACITY];
    private int offset;
    private int length;

    void take(ByteBuffer datagram) {
        offset = 0;
        length = Math.min(datagram.remaining(), CAPACITY);
        datagram.get(datagram.position(), bytes, 0, length);
    }

    /** Writes the packet over the datagram that it was taken from; position stays, limit moves. */
    void give(ByteBuffer datagram) {
        datagram.limit(datagram.position() + length);
        datagram.put(datagram.position(), bytes, offset, length);
    }

    @Override
    public byte[] getBuffer() {
        return bytes;
    }

    @Override
    public int getOffset() {
        return offset;
    }

    @Override
    public int getLength() {
        return length;
    }

    @Override
    public void setLength(int newLength) {
        length = newLength;
    }

    @Override
    public void setOffset(int newOffset) {
        offset = newOffset;
    }

    @Override
    public boolean isInvalid() {
        return false;
    }

    @Override
    public void readRegionToBuff(int from, int count, byte[] out) {
        System.arraycopy(bytes, offset + from, out, 0, count);
    }

    @Override
    public void grow(int count) {
        if (offset + length + count > CAPACITY) {
            throw new IndexOutOfBoundsException("packet of " + (length + count) + " bytes");
        }
    }

    @Override
    public void append(byte[] data, int count) {
        grow(count);
        System.arraycopy(data, 0, bytes, offset + length, count);
        length += count;
    }

    @Override
    public void shrink(int count) {
        length -= count;
    }
}
