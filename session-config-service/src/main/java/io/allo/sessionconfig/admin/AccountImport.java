// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.session.PrivacySettings.Consent;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code PUT /internal/accounts/{id}}: an account with its keys and agents. Repeatable: the same document twice
 * changes nothing.
 *
 * @param region ISO 3166 alpha-2 of the account's national phone numbers
 */
public record AccountImport(
        @NotBlank @Size(max = 200) String name,
        @Nullable @Size(max = 200) String email,

        @NotNull @Pattern(regexp = "[A-Z]{2}", message = "expected two capital letters such as FR")
        String region,

        @Size(max = 20) List<@Valid Key> keys,
        @Size(max = 200) List<@Valid Agent> agents,
        @Size(max = 200) List<@Valid User> users) {
    static final String PRIVACY =
            "config.privacy: expected {aiDisclosure: boolean, consent: off | announce | opt-in | opt-out,"
                    + " recording: boolean, collect: boolean, onePerson: boolean}";
    private static final ObjectMapper JSON = new ObjectMapper();

    public AccountImport {
        keys = keys == null ? List.of() : keys;
        agents = agents == null ? List.of() : agents;
        users = users == null ? List.of() : users;
    }

    /** A person who may log in; one whose address is known keeps his password, name and role. */
    public record User(
            @NotBlank @Email @Size(max = 254) String email,
            @NotBlank @Size(max = 200) String name,

            @NotNull @Pattern(regexp = "owner|supervisor|staff|technician|agent-editor|viewer")
            String role,

            @NotNull @Size(min = 10, max = 128) String password) {
        @Override
        public String toString() {
            return "User";
        }
    }

    /** An API key in clear; only its hash is stored. */
    public record Key(
            @NotBlank @Size(max = 100) String label,
            @NotNull @Size(min = 16, max = 200) String key) {}

    /** An agent and where it answers. */
    public record Agent(
            @NotNull UUID id,
            @NotBlank @Size(max = 200) String name,
            @Nullable @Size(max = 20_000) String basePrompt,
            @NotBlank @Size(max = 100) String model,
            @NotBlank @Size(max = 100) String voice,
            @NotNull @Size(min = 1, max = 10) List<@Pattern(regexp = "[a-z]{2}") String> languages,
            @Min(0) @Max(60) double ringTimeoutSeconds,
            @Min(0) @Max(86_400) int maxCallDurationSec,

            @Nullable @Pattern(regexp = "https?://.{1,2000}")
            String externalSessionUrl,

            @Nullable @Size(max = 200) String externalSessionKey,

            @Nullable @Pattern(regexp = "\\+[1-9][0-9]{5,14}", message = "expected E.164")
            String transferNumber,

            Map<String, Object> config,
            @Size(max = 100) List<@Valid Address> addresses) {

        public Agent {
            config = config == null ? Map.of() : config;
            addresses = addresses == null ? List.of() : addresses;
        }

        /** A slip here would keep what nobody allowed, or silence what must be said. */
        @AssertTrue(message = PRIVACY)
        public boolean isPrivacyFit() {
            return AccountImport.isPrivacyFit(JSON.valueToTree(config).path("privacy"));
        }
    }

    static boolean isPrivacyFit(JsonNode privacy) {
        if (privacy.isMissingNode() || privacy.isNull()) {
            return true;
        }
        JsonNode consent = privacy.path("consent");
        return privacy.isObject()
                && isBooleanIfAny(privacy.path("aiDisclosure"))
                && isBooleanIfAny(privacy.path("recording"))
                && isBooleanIfAny(privacy.path("collect"))
                && isBooleanIfAny(privacy.path("onePerson"))
                && (consent.isMissingNode()
                        || consent.isNull()
                        || consent.isTextual()
                                && Consent.named(consent.textValue()).isPresent());
    }

    private static boolean isBooleanIfAny(JsonNode value) {
        return value.isMissingNode() || value.isNull() || value.isBoolean();
    }

    /** Where the agent answers. */
    public record Address(
            @NotNull @Pattern(regexp = "voice|whatsapp|web|sms")
            String channel,

            @NotBlank @Size(max = 256) String address) {}
}
