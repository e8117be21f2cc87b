// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.routing;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.contracts.session.ReachSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code reach} of an agent's configuration: {@code {"links": ["https://menu.example.com/"], "metaPhoneNumberId": "1065"}}; it is
 * switched on by being there, {@code true} or an object. What cannot be read is left out: nobody is sent what nobody allowed.
 */
final class ReachReader {
    private static final Logger LOG = Logger.getLogger(ReachReader.class);
    private static final int MOST_LINKS = 50;

    private ReachReader() {}

    /** Does this agent write to its callers at all? */
    static boolean wanted(JsonNode reach) {
        return reach.isObject() || reach.asBoolean(false);
    }

    static ReachSettings read(JsonNode reach, @Nullable String whatsApp, @Nullable String sms, String whose) {
        String meta = reach.path("metaPhoneNumberId").asText("");
        if (!meta.matches("[0-9]{0,32}")) {
            LOG.warnf("%s: reach.metaPhoneNumberId is no number: left out", whose);
            meta = "";
        }
        return new ReachSettings(whatsApp, sms, meta.isEmpty() ? null : meta, links(reach.path("links"), whose));
    }

    private static List<String> links(JsonNode links, String whose) {
        List<String> allowed = new ArrayList<>();
        for (JsonNode link : links) {
            if (allowed.size() < MOST_LINKS && address(link.asText(""))) {
                allowed.add(link.asText());
            } else {
                LOG.warnf("%s: a beginning in reach.links is no https address, or there are too many: left out", whose);
            }
        }
        return allowed;
    }

    private static boolean address(String link) {
        try {
            URI address = URI.create(link);
            return "https".equals(address.getScheme())
                    && address.getHost() != null
                    && address.getUserInfo() == null
                    && address.getRawQuery() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
