// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sdp;

import java.util.List;

/**
 * A session description as far as we need it.
 *
 * @param time value of the first {@code t=} line, which an answer repeats
 */
record SessionDescription(String time, List<MediaDescription> media) {}
