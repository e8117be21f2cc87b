// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import io.allo.contracts.tools.ToolExecutionRequest;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where one value of a tool's HTTP request comes from. Types are kept; a missing value is dropped. */
sealed interface Source {
    /** The value for this call, null when there is none. */
    @Nullable
    Object of(ToolExecutionRequest call);

    /** What the model gave. */
    record Argument(String name) implements Source {
        @Override
        public @Nullable Object of(ToolExecutionRequest call) {
            return call.arguments().get(name);
        }
    }

    /** What the conversation's context store holds; dots reach into objects. */
    record Context(String path) implements Source {
        @Override
        public @Nullable Object of(ToolExecutionRequest call) {
            Object value = call.context();
            for (String key : path.split("\\.")) {
                value = value instanceof Map<?, ?> map ? map.get(key) : null;
            }
            return value;
        }
    }

    /** The call's id; a text conversation's own id stands for it. */
    record CallId() implements Source {
        @Override
        public Object of(ToolExecutionRequest call) {
            Object id = call.context().get("call_id");
            return id == null ? call.conversationId() : id;
        }
    }

    /** A field of the last availability check, when that check was of this mode; one for a pickup says nothing of tables. */
    record LastCheck(String mode, String field) implements Source {
        @Override
        public @Nullable Object of(ToolExecutionRequest call) {
            return mode.equals(new Context("last_availability_check.mode").of(call))
                    ? new Context("last_availability_check." + field).of(call)
                    : null;
        }
    }

    /** Always the same. */
    record Constant(Object value) implements Source {
        @Override
        public Object of(ToolExecutionRequest call) {
            return value;
        }
    }

    /** The first of two that has a value. */
    record Either(Source first, Source otherwise) implements Source {
        @Override
        public @Nullable Object of(ToolExecutionRequest call) {
            Object value = first.of(call);
            return value == null || value.equals("") ? otherwise.of(call) : value;
        }
    }

    /**
     * A known coordinate of the caller, unless the caller now names another address than the one that was last found: the
     * old coordinates would measure the wrong way.
     */
    record KnownCoordinate(String contextKey) implements Source {
        @Override
        public @Nullable Object of(ToolExecutionRequest call) {
            Object lastFound = new Context("last_availability_check.customerAddressFormatted").of(call);
            Object named = call.arguments().get("customer_address");
            boolean moved = lastFound instanceof String found
                    && named instanceof String address
                    && !found.toLowerCase(Locale.ROOT)
                            .startsWith(address.strip().toLowerCase(Locale.ROOT));
            return moved ? null : call.context().get(contextKey);
        }
    }

    static Source argument(String name) {
        return new Argument(name);
    }

    static Source context(String path) {
        return new Context(path);
    }
}
