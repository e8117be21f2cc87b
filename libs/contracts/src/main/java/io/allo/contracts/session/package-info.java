// SPDX-License-Identifier: Apache-2.0
/**
 * What a session is made of: {@link io.allo.contracts.session.ContactResolution} (which agent),
 * {@link io.allo.contracts.session.SessionConfig} (the answer of {@code GET /api/ai}) and
 * {@link io.allo.contracts.session.SessionFacts} (the business facts from which our own {@code GET /api/ai} composes it).
 */
@NullMarked
package io.allo.contracts.session;

import org.jspecify.annotations.NullMarked;
