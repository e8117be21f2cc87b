// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Provider profiles: what differs from the careful policy. docs/trunks.md says how each is connected. */
enum Preset {
    /** Registers; the line's own number in From, numbers with 00, A-law. */
    OVH(
            "ovh",
            new JsonObject()
                    .put("registerExpiresSec", 1800)
                    .put("dialFormat", "international-00")
                    .put("codecs", codecs("PCMA", "PCMU", "G722"))
                    .put("sendRefer", false)),

    /** No registration: calls come from Twilio's published signalling addresses; it follows REFER where that is enabled. */
    TWILIO(
            "twilio",
            new JsonObject()
                    .put("register", false)
                    .put(
                            "sources",
                            new JsonArray()
                                    .add("54.172.60.0/30")
                                    .add("54.244.51.0/30")
                                    .add("54.171.127.192/30")
                                    .add("35.156.191.128/30")
                                    .add("54.65.63.192/30")
                                    .add("54.169.127.128/30")
                                    .add("54.252.254.64/30")
                                    .add("177.71.206.192/30"))
                    .put("callerIdProfile", "from-number")
                    .put("keepAliveSec", 0)
                    .put("optionsPingSec", 60)),

    /** Registers for ten minutes; the trunk's user in From, our number in P-Preferred-Identity, numbers without plus. */
    SIPGATE(
            "sipgate",
            new JsonObject()
                    .put("registerExpiresSec", 600)
                    .put("dialFormat", "e164-without-plus")
                    .put("codecs", codecs("G722", "PCMA", "PCMU"))
                    .put("sendRefer", false)),

    /** An Asterisk or FreeSWITCH of one's own: its identity header is believed, extensions are dialled as given. */
    PBX(
            "pbx",
            new JsonObject()
                    .put("registerExpiresSec", 300)
                    .put("trustAssertedIdentity", true)
                    .put("dialFormat", "as-given")
                    .put("codecs", codecs("G722", "PCMA", "PCMU"))
                    .put("optionsPingSec", 60)),

    /** Meta's calling API by SIP: TLS, Opus, SDES, digest both ways; no registration, no REFER. */
    WHATSAPP_CALLING(
            "whatsapp-calling",
            new JsonObject()
                    .put("register", false)
                    .put("inboundAuth", "digest")
                    .put("callerIdProfile", "from-number")
                    .put("srtp", "required")
                    .put("codecs", codecs("opus"))
                    .put("sendRefer", false)
                    .put("keepAliveSec", 0));

    private final String wireName;
    private final JsonObject policy;

    Preset(String wireName, JsonObject policy) {
        this.wireName = wireName;
        this.policy = policy;
    }

    static Optional<Preset> named(String wireName) {
        return Arrays.stream(values())
                .filter(preset -> preset.wireName.equals(wireName))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(preset -> preset.wireName).collect(Collectors.joining(", "));
    }

    /** What each of them fills in, by its name. */
    static Map<String, Map<String, Object>> all() {
        return Arrays.stream(values())
                .collect(Collectors.toMap(
                        preset -> preset.wireName,
                        preset -> preset.policy.copy().getMap(),
                        (one, other) -> one,
                        LinkedHashMap::new));
    }

    String wireName() {
        return wireName;
    }

    /** A copy of what differs, with the preset's name. */
    JsonObject policy() {
        return policy.copy().put("preset", wireName);
    }

    private static JsonArray codecs(String... names) {
        return new JsonArray(Arrays.asList(names));
    }
}
