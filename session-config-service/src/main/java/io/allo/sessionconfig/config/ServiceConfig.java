// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Configuration of session-config-service. */
@ConfigMapping(prefix = "allo")
public interface ServiceConfig {
    /** Key shared by Allo's services, at least 16 characters ({@code ALLO_SERVICE_KEY}); without it the service refuses to start. */
    @WithDefault("missing")
    @Size(
            min = 16,
            message = "ALLO_SERVICE_KEY is missing or too short: expected at least 16 characters;"
                    + " make one with: openssl rand -hex 24")
    String serviceKey();

    /** Master key of secrets at rest ({@code ENCRYPTION_KEY}); without it the service refuses to start. */
    @WithDefault("missing")
    @Pattern(
            regexp = "[0-9a-fA-F]{64}",
            message = "ENCRYPTION_KEY is missing or malformed: expected 64 hex characters (32 bytes);"
                    + " make one with: openssl rand -hex 32")
    String encryptionKey();

    /** Put before every Kafka topic by the channels' configuration; tests use one per module. */
    Optional<String> topicPrefix();

    /** Value of one USD in a currency, by currency code; an unlisted currency counts as 1. Fetched rates win. */
    Map<String, BigDecimal> exchangeRates();

    /** The price table. */
    Pricing pricing();

    /** SIP credentials handed out when a restaurant has no complete line of its own. */
    DemoSip demoSip();

    /** SIP accounts. */
    SipAccounts sipAccounts();

    /** What a workflow's voice-agent block leaves open. */
    Workflow workflow();

    /** Customers' MCP servers. */
    Mcp mcp();

    /** How MCP servers are asked. */
    interface Mcp {
        /** A list of tools older than this is asked for again, in the background, when a session is made. */
        @WithDefault("5m")
        Duration refresh();
    }

    /** How SIP accounts are kept. */
    interface SipAccounts {
        /** How often rows that were changed by SQL are looked at: plain passwords are encrypted within this time. */
        @WithDefault("3s")
        Duration reload();

        /** Pause between two looks for changes that the gateways have not been told. */
        @WithDefault("500ms")
        Duration announce();
    }

    /** How the price table is kept up to date. */
    interface Pricing {
        /** Where exchange rates are fetched: JSON {@code {"base": "USD", "rates": {"EUR": 0.92}}}. Not set: those of the configuration. */
        Optional<URI> ratesUrl();

        /** Rates older than this are fetched anew; the old ones stay when that fails. */
        @WithDefault("1h")
        Duration ratesAge();

        /** How often the age of the rates, and changes of the table by other replicas, are looked at. */
        @WithDefault("1m")
        Duration check();

        /** How long the source of rates may take. */
        @WithDefault("5s")
        Duration timeout();
    }

    /** Global voice settings. */
    interface Workflow {
        /** Model of a block that names none. */
        @WithDefault("gpt-realtime")
        String model();

        /** Voice of a block that names none. */
        @WithDefault("verse")
        String voice();

        /** Instructions of a block that has none. */
        Optional<String> instructions();

        /** Languages of a block that names none, first = the one it answers in. */
        @WithDefault("fr,en")
        List<String> languages();

        /** Longest call. */
        @WithDefault("1h")
        Duration maxCallDuration();
    }

    /** Fallback SIP credentials from the environment. */
    interface DemoSip {
        /** Registrar domain. Defaults to {@code sip.twilio.com}. */
        @WithDefault("sip.twilio.com")
        String domain();

        /** SIP user. */
        Optional<String> username();

        /** SIP password. */
        Optional<String> password();
    }
}
