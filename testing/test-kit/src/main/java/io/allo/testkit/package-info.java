// SPDX-License-Identifier: Apache-2.0
/** Shared by the tests of all modules: architecture rules, repository rules, and the infrastructure that tests use. */
@NullMarked
package io.allo.testkit;

import org.jspecify.annotations.NullMarked;
