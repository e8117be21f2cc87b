// SPDX-License-Identifier: Apache-2.0
/**
 * {@code ./allo simulate}: scripted callers who ring a running Allo by real SIP and RTP, and judge what came of it.
 *
 * <pre>
 *   scenarios/*.yaml ─▶ ScenarioReader ─▶ ScenarioRun ─▶ SipCaller, CallerLine ─▶ the gateway
 *                                              └────────▶ Judge ─▶ Doors (conversation, business state) ─▶ Verdict
 * </pre>
 */
@NullMarked
package io.allo.simulation;

import org.jspecify.annotations.NullMarked;
