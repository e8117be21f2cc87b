// SPDX-License-Identifier: Apache-2.0
/** Files and pages as sections of plain text. Knows no framework; slow files are for a worker thread. */
@NullMarked
package io.allo.toolexecutor.document;

import org.jspecify.annotations.NullMarked;
