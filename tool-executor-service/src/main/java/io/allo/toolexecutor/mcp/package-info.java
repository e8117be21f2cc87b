// SPDX-License-Identifier: Apache-2.0
/**
 * Tools of customers' MCP servers, by the streamable HTTP transport: listed for session-config-service, called for
 * {@code execution}.
 */
@NullMarked
package io.allo.toolexecutor.mcp;

import org.jspecify.annotations.NullMarked;
