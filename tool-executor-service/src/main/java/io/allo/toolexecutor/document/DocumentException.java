// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.document;

/** A file that cannot be read as what it is said to be; the message is for whoever sent it. */
public final class DocumentException extends Exception {
    private static final long serialVersionUID = 1L;

    DocumentException(String message) {
        super(message);
    }
}
