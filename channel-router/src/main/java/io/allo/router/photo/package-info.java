// SPDX-License-Identifier: Apache-2.0
/** Photos and documents of text channels become words, by a model that sees. The files are held in memory only. */
@NullMarked
package io.allo.router.photo;

import org.jspecify.annotations.NullMarked;
