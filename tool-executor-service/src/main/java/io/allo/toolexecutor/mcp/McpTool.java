// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.mcp;

import java.util.Map;

/**
 * A tool as its server describes it.
 *
 * @param retrySafe the server says that it only reads, or does nothing twice
 */
public record McpTool(String name, String description, Map<String, Object> parameters, boolean retrySafe) {}
