// SPDX-License-Identifier: Apache-2.0
/**
 * The technician console's server side: what is said or typed in a session ({@code segment}) is thought about ({@code advice}), questions
 * and solutions are kept and pushed to the pages that watch. Telephone companies and our own trunk bring the speech.
 *
 * <pre>
 *  typed ──▶ ConsoleDesk ──▶ Sessions (rhythm) ──▶ Orchestrator ──▶ advice, KnowledgeSearch ──▶ ConsoleRepository
 *  speech ─▶      │                                                                     └──▶ Watchers ──▶ WebSocket, SSE
 *                 └────────────────────── segment ───────────────────────────────────────────▲
 * </pre>
 */
@NullMarked
package io.allo.router.console;

import org.jspecify.annotations.NullMarked;
