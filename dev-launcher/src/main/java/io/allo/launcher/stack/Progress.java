// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.stack;

import java.util.concurrent.Callable;

/** Hears of each step, so that a person sees what is going on and how long it took. */
public interface Progress {
    <T> T step(String what, Callable<T> work) throws Exception;

    /** Something to know that stops nothing. */
    void note(String text);

    /** For tests that only want the result. */
    Progress SILENT = new Progress() {
        @Override
        public <T> T step(String what, Callable<T> work) throws Exception {
            return work.call();
        }

        @Override
        public void note(String text) {
            // Nobody listens.
        }
    };
}
