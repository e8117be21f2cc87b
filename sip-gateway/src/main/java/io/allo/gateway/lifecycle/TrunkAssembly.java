// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import io.allo.contracts.trunk.TrunkList;
import io.allo.contracts.trunk.TrunkPolicy;
import io.allo.gateway.call.AccountLoad;
import io.allo.gateway.call.GatewayIdentity;
import io.allo.gateway.call.SystemTimers;
import io.allo.gateway.config.SipConfig;
import io.allo.gateway.config.TrunkConfig;
import io.allo.gateway.sessionconfig.SessionConfigApi;
import io.allo.gateway.signaling.SipEndpoint;
import io.allo.gateway.trunk.MeteredReferPolicy;
import io.allo.gateway.trunk.NettyDns;
import io.allo.gateway.trunk.OutboundCalls;
import io.allo.gateway.trunk.RedisRegistrationLease;
import io.allo.gateway.trunk.RedisSharedUsage;
import io.allo.gateway.trunk.RegistrationLease;
import io.allo.gateway.trunk.SipAccounts;
import io.allo.gateway.trunk.SipServerLocator;
import io.allo.gateway.trunk.TrunkDialer;
import io.allo.gateway.trunk.TrunkReferPolicy;
import io.allo.gateway.trunk.TrunkUsage;
import io.allo.gateway.trunk.UsageExchange;
import io.netty.resolver.ResolvedAddressTypes;
import io.quarkus.runtime.StartupEvent;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Makes the parts of the trunks from configuration and joins them. */
@ApplicationScoped
class TrunkAssembly {
    private static final Duration ACCOUNTS_PATIENCE = Duration.ofSeconds(5);
    private static final int DNS_PORT = 53;

    private final TrunkConfig config;

    TrunkAssembly(TrunkConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    SipAccounts accounts(@RestClient SessionConfigApi sessionConfig, GatewayIdentity identity, SystemTimers timers) {
        return new SipAccounts(
                () -> sessionConfig
                        .trunks(identity.serviceKey())
                        .ifNoItem()
                        .after(ACCOUNTS_PATIENCE)
                        .fail()
                        .map(TrunkList::trunks)
                        .subscribeAsCompletionStage(),
                timers,
                config.refresh());
    }

    @Produces
    @Singleton
    NettyDns dns() {
        return new NettyDns(
                config.dnsServer().map(TrunkAssembly::server),
                config.dnsTimeout(),
                ResolvedAddressTypes.IPV4_PREFERRED);
    }

    void stop(@Disposes NettyDns dns) {
        dns.close();
    }

    /** {@code address[:port]}, an IPv6 address in brackets when a port follows. */
    private static InetSocketAddress server(String text) {
        int colon = text.lastIndexOf(':');
        boolean port = colon > 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
        String host = (port ? text.substring(0, colon) : text).replaceAll("[\\[\\]]", "");
        return new InetSocketAddress(
                InetAddress.ofLiteral(host), port ? Integer.parseInt(text.substring(colon + 1)) : DNS_PORT);
    }

    @Produces
    @Singleton
    SipServerLocator locator(NettyDns dns, SystemTimers timers) {
        return new SipServerLocator(dns, timers);
    }

    @Produces
    @Singleton
    RegistrationLease lease(Redis redis, GatewayIdentity identity, SipConfig sip) {
        // two gateways of one machine have one name, but not one port
        return new RedisRegistrationLease(redis, Clock.systemUTC(), identity.name() + ":" + sip.port());
    }

    @Produces
    @Singleton
    TrunkUsage usage(AccountLoad load, SystemTimers timers) {
        return new TrunkUsage(load, timers);
    }

    @Produces
    @Singleton
    OutboundCalls placedCalls() {
        return new OutboundCalls();
    }

    @Produces
    @Singleton
    DialSide dialling(TrunkDialer dialer, SipAccounts accounts, TrunkUsage usage) {
        return new DialSide(
                dialer, new MeteredReferPolicy(new TrunkReferPolicy(accounts, withoutAccounts()), accounts, usage));
    }

    /** Each run of the gateway counts for itself: what it dialled before a restart goes on counting. */
    @Produces
    @Singleton
    UsageExchange exchange(
            Redis redis,
            GatewayIdentity identity,
            SipAccounts accounts,
            AccountLoad load,
            TrunkUsage usage,
            SystemTimers timers) {
        String run = identity.name() + ":" + UUID.randomUUID();
        return new UsageExchange(new RedisSharedUsage(redis, Clock.systemUTC(), run), accounts, load, usage, timers);
    }

    void start(@Observes StartupEvent event, UsageExchange exchange) {
        exchange.start();
    }

    void stop(@Disposes UsageExchange exchange) {
        exchange.stop();
    }

    private TrunkPolicy withoutAccounts() {
        return TrunkPolicy.careful(config.region()).dialling(config.referAllow());
    }

    @Produces
    @Singleton
    TrunkDialer dialer(
            SipEndpoint sip,
            SipServerLocator locator,
            TrunkUsage usage,
            TrunkObservation observation,
            SystemTimers timers,
            SipAccounts accounts,
            TrunkOperation operation) {
        return new TrunkDialer(
                new TrunkDialer.Ports(
                        TrunkOperation.late(sip),
                        locator,
                        usage,
                        observation,
                        timers,
                        config.inviteTimeout(),
                        config.failedFor()),
                accounts,
                operation::usable);
    }
}
