// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.routing;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.contracts.session.PrivacySettings;
import io.allo.contracts.session.PrivacySettings.Consent;
import org.jboss.logging.Logger;

/**
 * Reads {@code privacy} of an agent's configuration or of a workflow's block: {@code {"aiDisclosure": true, "consent": "off",
 * "recording": false, "collect": false, "onePerson": false}}, each with its default. What cannot be read is taken for the strictest: a
 * slip of the pen must not keep what nobody allowed.
 */
final class PrivacyReader {
    private static final Logger LOG = Logger.getLogger(PrivacyReader.class);

    private PrivacyReader() {}

    static PrivacySettings read(JsonNode privacy, String whose) {
        if (privacy.isMissingNode() || privacy.isNull()) {
            return PrivacySettings.DEFAULT;
        }
        JsonNode disclosure = privacy.path("aiDisclosure");
        JsonNode consent = privacy.path("consent");
        JsonNode recording = privacy.path("recording");
        JsonNode collect = privacy.path("collect");
        JsonNode onePerson = privacy.path("onePerson");
        if (!privacy.isObject()
                || unfit(disclosure, disclosure.isBoolean())
                || unfit(consent, Consent.named(consent.asText()).isPresent())
                || unfit(recording, recording.isBoolean())
                || unfit(collect, collect.isBoolean())
                || unfit(onePerson, onePerson.isBoolean())) {
            LOG.warnf("%s: privacy cannot be read, the strictest settings hold", whose);
            return new PrivacySettings(true, Consent.OPT_IN, false);
        }
        return new PrivacySettings(
                disclosure.asBoolean(true),
                Consent.named(consent.asText()).orElse(Consent.OFF),
                recording.asBoolean(),
                collect.asBoolean(),
                onePerson.asBoolean());
    }

    private static boolean unfit(JsonNode value, boolean readable) {
        return !value.isMissingNode() && !value.isNull() && !readable;
    }
}
