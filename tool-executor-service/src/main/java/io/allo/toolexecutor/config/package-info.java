// SPDX-License-Identifier: Apache-2.0
/** What all features share: the checked start, JSON, the clock, a fresh context for work that no request started. */
@NullMarked
package io.allo.toolexecutor.config;

import org.jspecify.annotations.NullMarked;
