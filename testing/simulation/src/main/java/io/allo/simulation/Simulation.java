// SPDX-License-Identifier: Apache-2.0
package io.allo.simulation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** {@code ./allo simulate}: all scenarios, then the sum. */
public final class Simulation {
    private Simulation() {}

    /** Blocks until all calls are over. @return 0 when every scenario passed, else 1 */
    public static int run(SimulateOptions options, Consumer<String> out) throws IOException, InterruptedException {
        List<Verdict> verdicts = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(options.atOnce())) {
            List<Future<Verdict>> running = new ArrayList<>();
            for (Path file : options.files()) {
                running.add(callers.submit(() -> ScenarioRun.of(file, options.doors(), options.call())));
            }
            for (Future<Verdict> one : running) {
                Verdict verdict = one.get();
                out.accept(verdict.text());
                verdicts.add(verdict);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a scenario broke", e.getCause());
        }
        if (options.junit() != null) {
            JunitReport.write(options.junit(), verdicts);
        }
        long failed = verdicts.stream().filter(one -> !one.passed()).count();
        out.accept(verdicts.size() + " scenarios, " + failed + " failed");
        return failed == 0 && !verdicts.isEmpty() ? 0 : 1;
    }
}
