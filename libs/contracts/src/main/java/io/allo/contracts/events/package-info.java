// SPDX-License-Identifier: Apache-2.0
/**
 * Facts on Kafka, in the past tense. Each is a CloudEvent (binary mode): {@code ce_id} unique, {@code ce_type} =
 * {@code io.allo.<name>.v1}, key = call, conversation or business id. They carry ids and a keyed hash of the caller, never
 * numbers or words.
 */
@NullMarked
package io.allo.contracts.events;

import org.jspecify.annotations.NullMarked;
