// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import io.allo.router.inbox.Media;
import io.allo.router.inbox.MediaSource;
import io.allo.router.twilio.TwilioMedia;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** What people send on WhatsApp besides words. */
@ApplicationScoped
class WhatsAppMedia implements MediaSource {
    private final TwilioMedia media;

    WhatsAppMedia(TwilioMedia media) {
        this.media = media;
    }

    @Override
    public String provider() {
        return TwilioWhatsAppAdapter.PROVIDER;
    }

    @Override
    public Uni<byte[]> fetch(Media file, int limit) {
        return media.fetch(file, limit);
    }
}
