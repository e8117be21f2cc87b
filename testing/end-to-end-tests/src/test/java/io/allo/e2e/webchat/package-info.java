// SPDX-License-Identifier: Apache-2.0
/** The web chat in a real browser (headless Chromium) against the running Allo. */
@NullMarked
package io.allo.e2e.webchat;

import org.jspecify.annotations.NullMarked;
