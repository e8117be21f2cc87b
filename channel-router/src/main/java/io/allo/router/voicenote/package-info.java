// SPDX-License-Identifier: Apache-2.0
/** Voice messages of chats become words before their turn begins: fetched from their provider, transcribed by OpenAI's endpoint. */
@NullMarked
package io.allo.router.voicenote;

import org.jspecify.annotations.NullMarked;
