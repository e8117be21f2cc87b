// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import io.allo.contracts.trunk.TrunkPolicy;
import io.allo.sessionconfig.door.Caller;
import io.allo.sessionconfig.door.UnfitException;
import io.allo.sessionconfig.door.UnfitException.Fault;
import io.allo.sessionconfig.secret.StoredSecrets;
import io.allo.sessionconfig.sipaccount.PolicyJson.UnfitPolicyException;
import io.allo.sessionconfig.sipaccount.SipAccountView.Availability;
import io.allo.sessionconfig.sipaccount.SipAccountView.Registration;
import io.allo.sessionconfig.sipaccount.SipAccountWriter.Change;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What administrators do with SIP accounts; a business sees and changes its own only. */
@ApplicationScoped
class SipAccountAdmin {
    private static final int CONFLICT = 409;
    private static final String NO_REGION = "FR";

    private final SipAccountRepository repository;
    private final SipAccountWriter writer;
    private final PolicyJson policies;
    private final StoredSecrets secrets;

    SipAccountAdmin(
            SipAccountRepository repository, SipAccountWriter writer, PolicyJson policies, StoredSecrets secrets) {
        this.repository = repository;
        this.writer = writer;
        this.policies = policies;
        this.secrets = secrets;
    }

    /** Default first, then by label. */
    Uni<List<SipAccountView>> list(Caller caller) {
        return repository
                .registrations()
                .chain(known -> repository
                        .all()
                        .map(all -> all.stream()
                                .filter(account -> caller.sees(account.accountId()))
                                .map(account -> view(account, known.get(account.id())))
                                .toList()));
    }

    /** 404 when it does not exist for this caller. */
    Uni<SipAccountView> get(Caller caller, int id) {
        return repository
                .registrations()
                .chain(known -> visible(caller, id).map(account -> view(account, known.get(account.id()))));
    }

    Uni<SipAccountView> create(Caller caller, AccountForm form) {
        return repository
                .all()
                .invoke(all -> refuseForeignDefault(caller, form, all))
                .chain(all -> ownerOf(caller, form).chain(owner -> change(form, new JsonObject(), owner, all, null)))
                .chain(writer::insert)
                .chain(id -> get(new Caller(null), id));
    }

    Uni<SipAccountView> change(Caller caller, int id, AccountForm form) {
        return repository
                .all()
                .chain(all -> {
                    SipAccount account = find(caller, id, all);
                    refuseForeignDefault(caller, form, all);
                    Uni<Owner> owner = form.accountId() == null
                            ? Uni.createFrom().item(new Owner(account.accountId(), account.ownersRegion()))
                            : ownerOf(caller, form);
                    return owner.chain(to -> change(form, account.policy(), to, all, account.id()));
                })
                .chain(change -> writer.update(id, change))
                .chain(() -> get(new Caller(null), id));
    }

    Uni<Void> delete(Caller caller, int id) {
        return visible(caller, id).chain(account -> writer.delete(account.id()));
    }

    /** Whether the workflow, or a new one, may take each account. */
    Uni<List<Availability>> availability(Caller caller, @Nullable Integer workflowId) {
        return repository.availability(workflowId, caller.accountId());
    }

    /** 409 when there is an account already, 404 when there are no global settings. */
    Uni<SipAccountView> migrate(Caller caller) {
        return repository
                .all()
                .invoke(all -> {
                    if (!all.isEmpty()) {
                        throw alreadyThere();
                    }
                })
                .chain(repository::legacy)
                .map(legacy -> {
                    if (legacy == null || !caller.sees(legacy.accountId())) {
                        throw new NotFoundException("there are no global SIP settings to migrate");
                    }
                    return legacy.fullTrunkUri();
                })
                .chain(writer::copyOfGlobal)
                .chain(id -> {
                    if (id == null) {
                        throw alreadyThere();
                    }
                    return get(new Caller(null), id);
                });
    }

    private static WebApplicationException alreadyThere() {
        return new WebApplicationException("there is a SIP account already", CONFLICT);
    }

    private Uni<SipAccount> visible(Caller caller, int id) {
        return repository.all().map(all -> find(caller, id, all));
    }

    private static SipAccount find(Caller caller, int id, List<SipAccount> all) {
        return all.stream()
                .filter(account -> account.id() == id && caller.sees(account.accountId()))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("sip account " + id + " is unknown"));
    }

    /** There is one default for all; a business cannot take it from another. */
    private static void refuseForeignDefault(Caller caller, AccountForm form, List<SipAccount> all) {
        boolean wanted = Boolean.TRUE.equals(form.columns().get("is_default"));
        if (wanted && all.stream().anyMatch(other -> other.isDefault() && !caller.sees(other.accountId()))) {
            throw new WebApplicationException("the default account belongs to another business", CONFLICT);
        }
    }

    private record Owner(@Nullable UUID id, String region) {}

    private Uni<Owner> ownerOf(Caller caller, AccountForm form) {
        UUID wanted = form.accountId() != null ? form.accountId() : caller.accountId();
        if (wanted == null) {
            return repository
                    .onlyBusiness()
                    .map(only -> new Owner(
                            only.map(SipAccountRepository.Business::id).orElse(null),
                            only.map(SipAccountRepository.Business::region).orElse(NO_REGION)));
        }
        return repository.business(wanted).map(business -> {
            if (business == null || !caller.sees(wanted)) {
                throw new UnfitException(List.of(new Fault("account_id", "there is no such business")));
            }
            return new Owner(business.id(), business.region());
        });
    }

    /** Encrypts on a worker thread. */
    private Uni<Change> change(
            AccountForm form, JsonObject storedPolicy, Owner owner, List<SipAccount> all, @Nullable Integer self) {
        JsonObject given = form.policy();
        JsonObject policy = given == null ? null : policy(given, storedPolicy, owner.region());
        if (policy != null) {
            refuseForeignFallback(policy, owner.id(), all, self);
        }
        return Uni.createFrom()
                .item(() -> {
                    Map<String, @Nullable Object> columns = new LinkedHashMap<>(form.columns());
                    if (form.passwordGiven()) {
                        String clear = form.password();
                        columns.put("password", clear == null ? null : secrets.encrypt(PasswordSealer.SALT, clear));
                    }
                    return new Change(columns, owner.id(), policy);
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    /** A named preset starts anew from its values; else what is given comes over what is stored. */
    private JsonObject policy(JsonObject given, JsonObject stored, String region) {
        List<Fault> faults = new ArrayList<>();
        given.fieldNames().stream()
                .filter(name -> !policies.knows(name))
                .forEach(name -> faults.add(new Fault("policy." + name, "is unknown")));
        JsonObject base = stored.copy();
        Object preset = given.getValue("preset");
        if (preset != null && !Objects.equals(preset, stored.getValue("preset"))) {
            base = Preset.named(preset.toString()).map(Preset::policy).orElseGet(JsonObject::new);
        }
        try {
            TrunkPolicy whole = policies.whole(base.mergeIn(given), region);
            faults.addAll(PolicyRules.faultsOf(whole));
            if (faults.isEmpty()) {
                return policies.difference(whole, region);
            }
        } catch (UnfitPolicyException e) {
            faults.add(new Fault("policy", e.reason()));
        }
        throw new UnfitException(faults);
    }

    private static void refuseForeignFallback(
            JsonObject policy, @Nullable UUID owner, List<SipAccount> all, @Nullable Integer self) {
        Integer fallback = policy.getInteger("fallbackAccountId");
        if (fallback == null) {
            return;
        }
        Optional<SipAccount> other = all.stream()
                .filter(account -> account.id() == fallback && Objects.equals(account.accountId(), owner))
                .findFirst();
        if (other.isEmpty() || fallback.equals(self)) {
            throw new UnfitException(
                    List.of(new Fault("policy.fallbackAccountId", "expected another account of the same business")));
        }
    }

    private SipAccountView view(SipAccount account, @Nullable Registration registration) {
        return new SipAccountView(
                account.id(),
                account.label(),
                account.trunkUri(),
                account.username(),
                account.storedPassword() != null,
                account.contactHost(),
                account.contactPort(),
                account.contactTransport(),
                account.isDefault(),
                account.active(),
                account.createdAt(),
                account.updatedAt(),
                account.accountId(),
                account.revision(),
                policies.wholeOrCareful(account),
                registration);
    }
}
