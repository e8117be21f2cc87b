// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.advice;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a model thinks of a conversation; see {@link Analysis} for the fields. */
public record Opinion(
        boolean sufficient,
        double confidence,
        @Nullable Issue issue,
        @Nullable String subject,
        Map<String, List<String>> entities,
        List<Need> needs,
        List<String> questions,
        List<String> queries) {}
