// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.contracts.trunk.TrunkPolicy;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** A policy is stored as what differs from {@link TrunkPolicy#careful}, so that a row made by SQL alone is complete. */
@ApplicationScoped
class PolicyJson {
    private static final Logger LOG = Logger.getLogger(PolicyJson.class);

    private final ObjectMapper json;

    PolicyJson(ObjectMapper json) {
        this.json = json;
    }

    /**
     * The whole policy.
     *
     * @param region of the owner; taken where the stored part names none
     * @throws UnfitPolicyException when the stored part is none of a policy
     */
    TrunkPolicy whole(JsonObject stored, String region) {
        ObjectNode whole = json.valueToTree(TrunkPolicy.careful(region));
        try {
            whole.setAll((ObjectNode) json.readTree(stored.encode()));
            return json.treeToValue(whole, TrunkPolicy.class);
        } catch (JsonProcessingException | RuntimeException e) {
            throw new UnfitPolicyException(e);
        }
    }

    /** The whole policy; the careful one, with a warning, when what is stored is none. */
    TrunkPolicy wholeOrCareful(SipAccount account) {
        try {
            return whole(account.policy(), account.ownersRegion());
        } catch (UnfitPolicyException e) {
            LOG.warnf("sip account %d (%s): stored policy unfit, the careful one holds", account.id(), account.label());
            return TrunkPolicy.careful(account.ownersRegion());
        }
    }

    /** True for the name of a member. */
    boolean knows(String member) {
        return json.valueToTree(TrunkPolicy.careful("FR")).has(member);
    }

    /** What of this policy differs from the careful one. */
    JsonObject difference(TrunkPolicy policy, String region) {
        JsonNode careful = json.valueToTree(TrunkPolicy.careful(region));
        ObjectNode difference = json.valueToTree(policy);
        careful.fieldNames().forEachRemaining(name -> {
            if (careful.get(name).equals(difference.get(name))) {
                difference.remove(name);
            }
        });
        return new JsonObject(difference.toString());
    }

    /** The stored JSON is no policy. */
    static final class UnfitPolicyException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String reason;

        UnfitPolicyException(Exception cause) {
            super("the stored JSON is no policy", cause);
            this.reason = cause instanceof JsonMappingException unfit
                            && !unfit.getPath().isEmpty()
                    ? unfit.getPath().getLast().getFieldName() + " has an unfit value"
                    : "expected the members of a policy";
        }

        /** For the client: the member at fault, and nothing of what is inside. */
        String reason() {
            return reason;
        }
    }
}
