// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The demo page: the widget on a page of its own. */
@Path("/demo/chat")
public class ChatPageResource {

    /** Nothing but this host's own files and sockets: no inline script, no other origin, no frame around it. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final byte[] page;

    ChatPageResource() {
        try (InputStream html = ChatPageResource.class.getResourceAsStream("/META-INF/resources/demo/chat.html")) {
            if (html == null) {
                throw new IllegalStateException("chat.html is missing in this build");
            }
            this.page = html.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public Response page() {
        return Response.ok(page, MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-cache")
                .build();
    }
}
