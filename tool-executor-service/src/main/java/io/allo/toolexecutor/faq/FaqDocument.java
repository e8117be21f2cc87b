// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.faq;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** An answered question in an import document. */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record FaqDocument(
        String question, String answer, @Nullable String category) {}
