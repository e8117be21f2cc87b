// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Questions to the name service. Each returns at once; an unknown name is an empty answer, silence a failure. */
public interface DnsLookup {

    CompletionStage<Answer<Naptr>> naptr(String name);

    CompletionStage<Answer<Srv>> srv(String name);

    /** A and AAAA, the machine's host file before them. */
    CompletionStage<Answer<InetAddress>> addresses(String host);

    /** @param life how long the name server lets this answer be kept, also that there is nothing (RFC 2308) */
    record Answer<T>(List<T> records, Duration life) {
        /** For an answer that says nothing of its life. */
        public static final Duration USUAL = Duration.ofMinutes(1);

        public Answer {
            records = List.copyOf(records);
            requireNonNull(life, "life");
        }

        /** Nothing there. */
        public static <T> Answer<T> none() {
            return new Answer<>(List.of(), USUAL);
        }
    }

    /** RFC 3403, as far as RFC 3263 needs it. */
    record Naptr(int order, int preference, String flags, String service, String replacement) {}

    /** RFC 2782. */
    record Srv(int priority, int weight, int port, String target) {}
}
