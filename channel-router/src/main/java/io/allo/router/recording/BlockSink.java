// SPDX-License-Identifier: Apache-2.0
package io.allo.router.recording;

/** Takes the sound of one call in order, block by block. Methods return at once; one thread. */
public interface BlockSink {
    /** Keeps nothing. */
    BlockSink NOWHERE = new BlockSink() {
        @Override
        public void write(byte[] block) {}

        @Override
        public void close() {}
    };

    /** G.711, left and right in turn; not changed afterwards. */
    void write(byte[] block);

    void close();
}
