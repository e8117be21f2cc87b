// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sdp;

import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes our {@code m=audio} section. */
final class AudioSection {
    private final List<String> types = new ArrayList<>();
    private final List<String> attributes = new ArrayList<>();

    /** In the order of preference; before {@link #events}. */
    AudioSection codec(Codec codec, int payloadType) {
        types.add(String.valueOf(payloadType));
        attributes.add("a=rtpmap:" + payloadType + " " + codec.rtpmap);
        if (codec == Codec.OPUS) {
            // We hear and speak the telephone's band: workers are spoken to in G.711.
            attributes.add("a=fmtp:" + payloadType + " maxplaybackrate=8000;sprop-maxcapturerate=8000;useinbandfec=1");
        }
        return this;
    }

    /** @param payloadType -1 for none */
    AudioSection events(int payloadType, int clockRate) {
        if (payloadType >= 0) {
            types.add(String.valueOf(payloadType));
            attributes.add("a=rtpmap:" + payloadType + " telephone-event/" + clockRate);
            attributes.add("a=fmtp:" + payloadType + " 0-15");
        }
        return this;
    }

    AudioSection transport(MediaSecurity security, boolean rtcpMux) {
        attributes.addAll(security.lines());
        if (rtcpMux) {
            attributes.add("a=rtcp-mux");
        }
        return this;
    }

    AudioSection flow(int ptimeMs, Direction direction) {
        attributes.add("a=ptime:" + ptimeMs);
        attributes.add("a=" + direction.name().toLowerCase(Locale.ROOT));
        return this;
    }

    List<String> lines(int port, String profile) {
        List<String> lines = new ArrayList<>();
        lines.add("m=audio " + port + " " + profile + " " + String.join(" ", types));
        lines.addAll(attributes);
        return lines;
    }
}
