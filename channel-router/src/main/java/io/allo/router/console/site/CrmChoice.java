// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import io.allo.egress.EgressClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The CRMs that are configured: an account reads nothing but its own. */
class CrmChoice {

    @Produces
    @Singleton
    Crm crm(CrmConfig config, EgressClient egress) {
        Map<String, Crm> connected = new HashMap<>();
        config.accounts().forEach((account, own) -> connect(own, egress).ifPresent(crm -> connected.put(account, crm)));
        return (account, key) -> {
            Crm own = connected.get(account);
            return own == null ? Uni.createFrom().item(Optional.empty()) : own.site(account, key);
        };
    }

    private static Optional<Crm> connect(CrmConfig.Connection own, EgressClient egress) {
        return own.url()
                .<Crm>map(url -> new RestCrm(url, own, egress))
                .or(() -> own.csv().map(file -> new CsvCrm(file, own.fields())));
    }
}
