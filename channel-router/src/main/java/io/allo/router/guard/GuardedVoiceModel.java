// SPDX-License-Identifier: Apache-2.0
package io.allo.router.guard;

import io.allo.router.conversation.VoiceEvent;
import io.allo.router.conversation.VoiceModel;
import io.allo.router.conversation.VoiceSession;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import java.util.function.Consumer;

/** Every speech-to-speech model: its words are read before they are heard. */
@Decorator
@Priority(1)
class GuardedVoiceModel implements VoiceModel {
    private final VoiceModel model;
    private final GuardMeters meters;

    GuardedVoiceModel(@Any @Delegate VoiceModel model, GuardMeters meters) {
        this.model = model;
        this.meters = meters;
    }

    @Override
    public boolean serves(String wanted) {
        return model.serves(wanted);
    }

    @Override
    public Uni<VoiceSession> open(Opening opening, Consumer<VoiceEvent> events) {
        return model.open(opening, new SpokenGuard(opening.session(), opening.model(), meters, events)::event);
    }
}
