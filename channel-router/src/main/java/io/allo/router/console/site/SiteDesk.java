// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** What the console knows and changes of technicians and sites; a site that has a key in the CRM is read from there on demand. */
@ApplicationScoped
class SiteDesk {
    private static final int MOST_TECHNICIANS = 1_000;
    private static final int MOST_CALLS = 20;
    private static final int LONGEST_NAME = 200;

    private final SiteRepository repository;
    private final Crm crm;

    SiteDesk(SiteRepository repository, Crm crm) {
        this.repository = repository;
        this.crm = crm;
    }

    Uni<JsonArray> technicians(String account) {
        return repository.technicians(account, MOST_TECHNICIANS);
    }

    /** Empty: the site that it names is not the account's. */
    Uni<Optional<JsonObject>> addTechnician(String account, Form form) {
        return repository.addTechnician(account, required(form, "name"), form).chain(id -> technician(account, id));
    }

    Uni<Optional<JsonObject>> changeTechnician(String account, UUID id, Form form) {
        return repository.changeTechnician(account, id, form).chain(changed -> technician(account, changed));
    }

    private Uni<Optional<JsonObject>> technician(String account, Optional<UUID> id) {
        return id.map(known -> repository.technician(account, known))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    Uni<Optional<JsonObject>> addSite(String account, Form form) {
        return repository.addSite(account, required(form, "client"), form).chain(id -> repository.site(account, id));
    }

    Uni<Optional<JsonObject>> site(String account, UUID id) {
        return repository.site(account, id);
    }

    Uni<Optional<JsonObject>> changeSite(String account, UUID id, Form form) {
        return repository
                .changeSite(account, id, form)
                .chain(changed ->
                        changed.isEmpty() ? Uni.createFrom().item(Optional.empty()) : repository.site(account, id));
    }

    /** Fails with {@link Crm.SilentException} when there is a CRM that does not answer. */
    Uni<Optional<JsonObject>> reload(String account, UUID id) {
        return repository.site(account, id).chain(stored -> {
            String key = stored.map(site -> site.getString("crm_id")).orElse(null);
            if (key == null || key.isEmpty()) {
                return Uni.createFrom().item(stored);
            }
            return crm.site(account, key)
                    .chain(read -> read.isEmpty()
                            ? Uni.createFrom().item(stored)
                            : changeSite(account, id, new Form(read.get())));
        });
    }

    Uni<JsonArray> calls(String account, UUID site) {
        return repository.calls(account, site, MOST_CALLS);
    }

    Uni<JsonArray> hints(String account, UUID site) {
        return repository.hints(account, site);
    }

    private static String required(Form form, String name) {
        return form.text(name, LONGEST_NAME)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new Form.UnfitException(name + " is required"));
    }
}
