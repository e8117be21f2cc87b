// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.allo.router.builtin;

import org.jspecify.annotations.NullMarked;
