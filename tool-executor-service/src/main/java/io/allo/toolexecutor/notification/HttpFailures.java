// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.function.ToIntFunction;

/** What a failed request to a provider means that knows no idempotency key: only what it certainly did not take is tried again. */
final class HttpFailures {
    private HttpFailures() {}

    /** What the provider's codes mean. */
    interface Meanings {
        String advice(int code, int status);

        /** Trying again can help, and nothing was sent. */
        boolean passes(int code, int status);
    }

    /** @param code reads the provider's code out of a refusal's body */
    static MessageSender.Result of(Throwable failure, String provider, Meanings meanings, ToIntFunction<String> code) {
        String unknown = provider + " did not answer: whether the message left is unknown, see its log there";
        if (failure instanceof WebApplicationException refused) {
            int status = refused.getResponse().getStatus();
            int number = number(refused, code);
            boolean passes = meanings.passes(number, status);
            if (status / 100 == 5 && !passes) {
                return new MessageSender.Result.Never(number, unknown);
            }
            String advice = meanings.advice(number, status);
            return passes
                    ? new MessageSender.Result.Later(number, advice)
                    : new MessageSender.Result.Never(number, advice);
        }
        Throwable cause =
                failure instanceof ProcessingException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof ConnectException || cause instanceof UnknownHostException
                ? new MessageSender.Result.Later(0, provider + " cannot be reached")
                : new MessageSender.Result.Never(0, unknown);
    }

    private static int number(WebApplicationException refused, ToIntFunction<String> code) {
        try {
            return code.applyAsInt(refused.getResponse().readEntity(String.class));
        } catch (RuntimeException e) {
            return 0;
        }
    }
}
