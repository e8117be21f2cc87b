// SPDX-License-Identifier: Apache-2.0
/** The way out to servers that customers name (session, tools, MCP): addresses checked, time and size bounded. */
@NullMarked
package io.allo.egress;

import org.jspecify.annotations.NullMarked;
