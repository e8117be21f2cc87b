// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.calcom.CalCom;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * Where a calendar's appointments are kept: by Cal.com when its key was accepted at the start and every service has its event type
 * there, else by ourselves.
 */
@ApplicationScoped
class AgendaChoice {
    private static final Logger LOG = Logger.getLogger(AgendaChoice.class);

    private final BuiltInAgenda builtIn;
    private final CalComAgenda remote;
    private final CalCom calCom;
    private volatile boolean accepted;

    AgendaChoice(BuiltInAgenda builtIn, CalComAgenda remote, CalCom calCom) {
        this.builtIn = builtIn;
        this.remote = remote;
        this.calCom = calCom;
    }

    void start(@Observes StartupEvent event) {
        if (calCom.hasKey()) {
            calCom.me()
                    .subscribe()
                    .with(
                            user -> {
                                accepted = true;
                                LOG.info("Cal.com keeps the appointments of calendars with event types");
                            },
                            failure -> LOG.warnf(
                                    "Cal.com cannot be used: the built-in calendar keeps the appointments until a restart"
                                            + " (%s)",
                                    failure.getClass().getSimpleName()));
        }
    }

    Agenda of(Calendar calendar) {
        boolean there = accepted
                && calCom.keeps(calendar.account())
                && calendar.services().stream().allMatch(service -> service.calEventTypeId() != null);
        return there ? remote : builtIn;
    }
}
