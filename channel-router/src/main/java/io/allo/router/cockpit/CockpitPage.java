// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code /admin/cockpit}: the page itself, without data; its policy is {@code quarkus.http.filter.pages}. */
@Path("/admin/cockpit")
public class CockpitPage {
    private final byte[] page;

    CockpitPage() {
        try (InputStream html = CockpitPage.class.getResourceAsStream("/META-INF/resources/admin/cockpit/index.html")) {
            if (html == null) {
                throw new IllegalStateException("the cockpit's index.html is missing in this build");
            }
            this.page = html.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GET
    @Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
    public byte[] page() {
        return page;
    }
}
