// SPDX-License-Identifier: Apache-2.0
package io.allo.router.stubs;

import io.allo.router.conversation.ScriptedModel;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Offers the scripted model to the engine: agents of tests name it {@link ScriptedModel#NAME}. */
class ScriptedModelBean {
    @Produces
    @Singleton
    ScriptedModel model() {
        return new ScriptedModel();
    }
}
