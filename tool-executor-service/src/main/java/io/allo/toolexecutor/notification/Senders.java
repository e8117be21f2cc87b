// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Who carries a message: the first that is for it. */
@ApplicationScoped
class Senders {
    private final List<MessageSender> senders;

    Senders(@All List<MessageSender> senders) {
        this.senders = senders;
    }

    Optional<MessageSender> of(Outgoing message) {
        return senders.stream().filter(sender -> sender.isFor(message)).findFirst();
    }
}
