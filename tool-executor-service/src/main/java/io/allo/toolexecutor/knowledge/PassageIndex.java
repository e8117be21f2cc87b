// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Finds the passages nearest to a question. */
interface PassageIndex {
    /**
     * Within an account; passages of the whole account and of the scope's business.
     *
     * @param most how many at the most
     * @return best first
     */
    Uni<List<Found>> search(Scope scope, String question, int most);
}
