// SPDX-License-Identifier: Apache-2.0
package io.allo.pages;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Where browsers reach the services' pages, for the links in their header. Open to everybody, as the pages themselves. On one machine
 * nothing is set, and pages know each other by the services' ports; behind a proxy each service has a name, which only who set up the
 * proxy can tell.
 */
@Path("/pages/links.json")
public class PageLinksResource {
    private final Map<String, String> links = new TreeMap<>();

    PageLinksResource(
            @ConfigProperty(name = "allo.pages.channels-url") Optional<URI> channels,
            @ConfigProperty(name = "allo.pages.business-url") Optional<URI> business,
            @ConfigProperty(name = "allo.pages.config-url") Optional<URI> config) {
        channels.ifPresent(url -> links.put("channels", base(url)));
        business.ifPresent(url -> links.put("business", base(url)));
        config.ifPresent(url -> links.put("config", base(url)));
    }

    /** Base addresses without a slash at the end, by {@code channels}, {@code business} and {@code config}; one that is not set is not there. */
    @GET
    @NonBlocking
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, String> links() {
        return links;
    }

    private static String base(URI url) {
        if (!("https".equals(url.getScheme()) || "http".equals(url.getScheme())) || url.getHost() == null) {
            throw new IllegalArgumentException("allo.pages.…-url is not https://host[:port]: " + url);
        }
        return url.toString().replaceAll("/+$", "");
    }
}
