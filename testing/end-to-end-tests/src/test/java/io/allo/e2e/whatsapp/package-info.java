// SPDX-License-Identifier: Apache-2.0
/** WhatsApp by HTTP, as Twilio sends it, against the running Allo. */
@NullMarked
package io.allo.e2e.whatsapp;

import org.jspecify.annotations.NullMarked;
