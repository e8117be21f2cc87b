// SPDX-License-Identifier: Apache-2.0
/** The script: which agent takes a contact, with which prompt, tools, voice, greeting and context. */
@NullMarked
package io.allo.sessionconfig;

import org.jspecify.annotations.NullMarked;
