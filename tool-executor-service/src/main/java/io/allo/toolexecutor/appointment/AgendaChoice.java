// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import jakarta.enterprise.context.ApplicationScoped;

/** Where a calendar's appointments are kept. */
@ApplicationScoped
class AgendaChoice {
    private final BuiltInAgenda builtIn;

    AgendaChoice(BuiltInAgenda builtIn) {
        this.builtIn = builtIn;
    }

    Agenda of(Calendar calendar) {
        return builtIn;
    }
}
