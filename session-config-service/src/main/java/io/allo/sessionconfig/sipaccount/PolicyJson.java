// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.contracts.trunk.TrunkPolicy;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;

/** A policy is stored as what differs from {@link TrunkPolicy#careful}, so that a row made by SQL alone is complete. */
@ApplicationScoped
class PolicyJson {
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

        UnfitPolicyException(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}
