// SPDX-License-Identifier: Apache-2.0
/** Pages by themselves: real browser, real files, scripted services. */
@NullMarked
package io.allo.e2e.pages;

import org.jspecify.annotations.NullMarked;
