// SPDX-License-Identifier: Apache-2.0
/** Headless Chromium, for every page. */
@NullMarked
package io.allo.e2e.browser;

import org.jspecify.annotations.NullMarked;
