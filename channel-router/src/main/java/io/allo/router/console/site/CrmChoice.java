// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import io.allo.egress.EgressClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The CRM that is configured. */
class CrmChoice {

    @Produces
    @Singleton
    Crm crm(CrmConfig config, EgressClient egress) {
        Optional<Crm> connected = config.url()
                .<Crm>map(url -> new RestCrm(url, config, egress))
                .or(() -> config.csv().map(file -> new CsvCrm(file, config.fields())));
        return (account, key) -> connected
                .filter(crm -> config.account().filter(account::equals).isPresent())
                .map(crm -> crm.site(account, key))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }
}
