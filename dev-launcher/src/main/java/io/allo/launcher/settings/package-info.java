// SPDX-License-Identifier: Apache-2.0
/** What the user decides: environment and {@code .env}, ports, data folder, development keys. No process is started here. */
@NullMarked
package io.allo.launcher.settings;

import org.jspecify.annotations.NullMarked;
