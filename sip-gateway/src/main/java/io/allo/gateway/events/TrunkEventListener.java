// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.events.TrunkEvent;
import io.allo.gateway.trunk.SipAccounts;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Hears that SIP accounts were changed and has them read again. Every gateway hears it for itself, only what is new: what was
 * missed comes with the next periodical reading.
 */
@ApplicationScoped
class TrunkEventListener {
    private static final Logger LOG = Logger.getLogger(TrunkEventListener.class);

    private final SipAccounts accounts;
    private final ObjectMapper json;

    TrunkEventListener(SipAccounts accounts, ObjectMapper json) {
        this.accounts = accounts;
        this.json = json;
    }

    @Incoming("trunk-events")
    void heard(byte[] event) {
        try {
            if (json.readValue(event, TrunkEvent.class) instanceof TrunkEvent.TrunkChanged) {
                accounts.readNow();
            }
        } catch (IOException e) {
            LOG.debugf(e, "trunk event not understood");
        }
    }
}
