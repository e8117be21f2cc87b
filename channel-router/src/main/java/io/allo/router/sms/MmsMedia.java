// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sms;

import io.allo.router.inbox.Media;
import io.allo.router.inbox.MediaSource;
import io.allo.router.twilio.TwilioMedia;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** What people send by MMS. */
@ApplicationScoped
class MmsMedia implements MediaSource {
    private final TwilioMedia media;

    MmsMedia(TwilioMedia media) {
        this.media = media;
    }

    @Override
    public String provider() {
        return TwilioSmsAdapter.PROVIDER;
    }

    @Override
    public Uni<byte[]> fetch(Media file, int limit) {
        return media.fetch(file, limit);
    }
}
