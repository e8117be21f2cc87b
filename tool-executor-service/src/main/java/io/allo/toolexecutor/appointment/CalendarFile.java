// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.property.Method;
import biweekly.property.Status;
import java.util.Date;

/** An appointment as an iCalendar file (RFC 5545), which a customer's own calendar takes, changes and takes away. */
final class CalendarFile {
    private CalendarFile() {}

    static String of(Calendar calendar, AppointmentEntity row) {
        boolean cancelled = row.status.equals(Appointments.CANCELLED);
        VEvent event = new VEvent();
        event.setUid(row.id + "@allo");
        event.setDateTimeStamp(Date.from(row.updatedAt));
        event.setSequence((int) (row.updatedAt.getEpochSecond() - row.createdAt.getEpochSecond()));
        event.setSummary(row.serviceName + ", " + calendar.name());
        event.setDateStart(Date.from(row.startAt));
        event.setDateEnd(Date.from(row.endAt));
        event.setStatus(cancelled ? Status.cancelled() : Status.confirmed());
        if (calendar.address() != null) {
            event.setLocation(calendar.address());
        }
        ICalendar file = new ICalendar();
        file.setProductId("-//Allo//Appointments//EN");
        file.setMethod(cancelled ? Method.CANCEL : Method.PUBLISH);
        file.addEvent(event);
        return Biweekly.write(file).go();
    }
}
