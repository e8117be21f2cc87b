// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.door;

import static io.allo.access.Paths.isBelow;

import io.allo.access.Role;
import java.util.Set;

/** What is open to everybody, and what to which people; paths in one spelling. Keys of an account count as its owner, except where people are meant. */
final class DoorRules {
    private static final Set<String> OPEN = Set.of(
            "GET /.well-known/jwks.json",
            "GET /pages/links.json",
            "POST /api/login",
            "POST /api/login/refresh",
            "POST /api/logout",
            "GET /api/login/oidc",
            "GET /api/login/oidc/state",
            "GET /api/login/oidc/callback",
            "GET /api/setup",
            "POST /api/setup");
    /** Answers or takes secrets of telephone lines: for machines. */
    private static final Set<String> MACHINES = Set.of("/api/ai", "/api/sip/agents");

    private static final String KNOWLEDGE = "/api/knowledge";

    private DoorRules() {}

    static boolean isInternal(String path) {
        return isBelow(path, "/internal");
    }

    static boolean isOpen(String method, String path) {
        return OPEN.contains(method + " " + path);
    }

    /** A key that leaked must not be able to make itself a successor. */
    static boolean isForPeople(String path) {
        return isBelow(path, "/api/users", "/api/account-keys", "/api/audit", "/api/me");
    }

    static boolean mayPass(Role role, String method, String path) {
        if (MACHINES.contains(path)) {
            return false;
        }
        if (role.administers() || isBelow(path, "/api/me")) {
            return true;
        }
        if (role == Role.AGENT_EDITOR && isOfAgents(path) || role == Role.SUPERVISOR && isBelow(path, KNOWLEDGE)) {
            return true;
        }
        boolean reads = method.equals("GET") || method.equals("HEAD");
        return reads && !isForPeople(path) && !isBelow(path, "/api/admin", "/api/phone-lines");
    }

    /** A telephone line of an agent is the owner's. */
    private static boolean isOfAgents(String path) {
        return isBelow(path, "/api/agents", "/api/workflows", KNOWLEDGE) && !path.contains("/phone-lines");
    }
}
