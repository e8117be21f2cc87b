// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Questions to the name service. Each returns at once; an unknown name is an empty list, silence a failure. */
public interface DnsLookup {

    CompletionStage<List<Naptr>> naptr(String name);

    CompletionStage<List<Srv>> srv(String name);

    /** A and AAAA, the machine's host file before them. */
    CompletionStage<List<InetAddress>> addresses(String host);

    /** RFC 3403, as far as RFC 3263 needs it. */
    record Naptr(int order, int preference, String flags, String service, String replacement) {}

    /** RFC 2782. */
    record Srv(int priority, int weight, int port, String target) {}
}
