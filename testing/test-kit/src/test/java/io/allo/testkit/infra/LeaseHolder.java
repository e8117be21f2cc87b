// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.infra;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;

/** A test JVM of another module, as {@link InfrastructureTest} starts it: leases, says what it got, holds it until killed. */
final class LeaseHolder {
    private LeaseHolder() {}

    public static void main(String[] args) throws Exception {
        Infrastructure lease =
                Infrastructure.lease(args[0], Path.of(args[1]), OptionalLong.of(Long.parseLong(args[2])));
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        out.println("postgres=" + lease.postgresUrl());
        out.println("kafka=" + lease.kafkaBootstrap());
        out.println("redis=" + lease.redisUrl());
        out.println("topics=" + lease.topicPrefix());
        out.println("done");
        Thread.sleep(600_000);
    }
}
