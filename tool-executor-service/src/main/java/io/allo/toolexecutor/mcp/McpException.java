// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.mcp;

/** An MCP server did not do what was asked, in words that may be shown to the customer. */
public final class McpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean mayBeDone;

    McpException(String message, boolean mayBeDone) {
        super(message, null, false, false);
        this.mayBeDone = mayBeDone;
    }

    /** Whether the server acted is unknown; false when it certainly did not. */
    public boolean mayBeDone() {
        return mayBeDone;
    }
}
