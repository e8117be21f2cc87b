// SPDX-License-Identifier: Apache-2.0
/** What all of Twilio's channels share: account, webhook forms and their signature, TwiML. */
@NullMarked
package io.allo.router.twilio;

import org.jspecify.annotations.NullMarked;
