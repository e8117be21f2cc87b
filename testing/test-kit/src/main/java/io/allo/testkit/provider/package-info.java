// SPDX-License-Identifier: Apache-2.0
/**
 * Stand-ins of paid services on a loopback port: they follow the provider's protocol and refuse what the real one refuses, so that
 * tests and benchmarks need no key. Scripted by the test; each keeps what it got.
 */
@NullMarked
package io.allo.testkit.provider;

import org.jspecify.annotations.NullMarked;
