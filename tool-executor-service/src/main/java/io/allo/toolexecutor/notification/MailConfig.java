// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** E-mail; off while no address is set. The server is that of {@code quarkus.mailer.*}. */
@ConfigMapping(prefix = "allo.mail")
interface MailConfig {
    /** Address that e-mails come from, for example {@code Salon Ariane <rdv@example.org>}; without one none is written. Also {@code ALLO_MAIL_FROM}. */
    Optional<String> from();

    /** Limit of one e-mail. */
    @WithDefault("10s")
    Duration timeout();
}
