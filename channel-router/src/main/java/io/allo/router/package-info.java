// SPDX-License-Identifier: Apache-2.0
/** The brain: voice, WhatsApp, SMS and web chat fan in to one conversation engine. */
@NullMarked
package io.allo.router;

import org.jspecify.annotations.NullMarked;
