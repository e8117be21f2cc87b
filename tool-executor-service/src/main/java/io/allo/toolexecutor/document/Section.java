// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.document;

/**
 * A part of a document under one heading.
 *
 * @param heading with those above it, {@code Prices > Colour}; empty before the first one
 * @param text plain, paragraphs by line breaks
 */
public record Section(String heading, String text) {}
