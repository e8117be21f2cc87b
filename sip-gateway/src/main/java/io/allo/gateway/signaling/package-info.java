// SPDX-License-Identifier: Apache-2.0
/**
 * SIP (RFC 3261): the stack's edge. Only here {@code javax.sip}. A request comes in on a stack thread, is checked, and ends in
 * the mailbox of its call; JAIN-SIP keeps the transactions, the dialogs are ours (its dialog layer answers by itself and waits
 * on locks).
 *
 * <p>The road of a request: {@code StrictParserFactory}, {@code RequestRepair} (text and transport), {@code RequestDispatcher},
 * {@code RequestGate} (what every request must be), then {@code InviteHandler} for a new call or a {@code Leg} for a dialog.
 *
 * <p>A leg is one end of an INVITE dialog: {@code InboundLeg} is the called side up to its final answer. What both sides share
 * after that is {@code DialogSession}, made of
 * <ul>
 *   <li>{@code Dialog}: tags, numbers, route set, target, hop; {@code Dialog.called} and {@code Dialog.calling};
 *   <li>{@code DialogResponses} and {@code DialogRequests}: wording and sending inside it, a challenge answered by a
 *       {@code RequestAuthorizer};
 *   <li>{@code OfferAnswer}: the one exchange that may be open; {@code IncomingOffers} (re-INVITE, UPDATE, 200 until its ACK),
 *       {@code OutgoingOffers} (ours, with the waits of 491);
 *   <li>{@code SessionTimer} (RFC 4028), {@code InfoKeys}.
 * </ul>
 * Further methods join by {@code DialogSession.serve}. Responses to requests of ours come by {@code ResponseListener}.
 */
@NullMarked
package io.allo.gateway.signaling;

import org.jspecify.annotations.NullMarked;
