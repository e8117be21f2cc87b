// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import io.allo.toolexecutor.config.SchemaCheck;

/**
 * A tool that this service runs.
 *
 * @param schema what its arguments must look like, the same that the model was told
 */
record Tool(String name, SchemaCheck schema, HttpBinding http) {}
