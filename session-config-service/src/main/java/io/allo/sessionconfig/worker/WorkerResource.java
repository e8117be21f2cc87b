// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.worker;

import io.allo.sessionconfig.worker.Workers.Worker;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** The workers that take calls now. They serve all accounts. */
@Path("/api/workers")
public class WorkerResource {
    private final Workers workers;

    WorkerResource(Workers workers) {
        this.workers = workers;
    }

    /** Body of the answer. */
    public record WorkerList(List<Worker> workers) {}

    @GET
    public Uni<WorkerList> list() {
        return workers.alive().map(WorkerList::new);
    }
}
