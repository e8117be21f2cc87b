// SPDX-License-Identifier: Apache-2.0
/**
 * The sound of calls, kept: {@code voice} hands in both sides of a call, the files are encrypted, {@code api} gives them to their
 * account, and after the retention they are deleted.
 */
@NullMarked
package io.allo.router.recording;

import org.jspecify.annotations.NullMarked;
