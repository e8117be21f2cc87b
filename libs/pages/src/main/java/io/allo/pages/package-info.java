// SPDX-License-Identifier: Apache-2.0
/** What the pages of all services share; nearly all of it are files, see README.md of this module. */
@NullMarked
package io.allo.pages;

import org.jspecify.annotations.NullMarked;
