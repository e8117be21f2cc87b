// SPDX-License-Identifier: Apache-2.0
package io.allo.router.stubs;

import io.allo.testkit.provider.OpenAiSpeechServer;
import io.allo.testkit.provider.WhatsAppCloudServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Starts the stand-in of WhatsApp's Cloud API before the application reads its configuration. Found by the service loader. */
public final class MetaPort implements QuarkusTestResourceLifecycleManager {
    private final WhatsAppCloudServer server = new WhatsAppCloudServer();
    private final OpenAiSpeechServer ears = new OpenAiSpeechServer("sk-voice-notes");

    @Override
    public Map<String, String> start() {
        server.start(0);
        ears.start();
        return Map.of(
                "allo.meta.graph-url", server.graphUrl().toString(),
                "allo.meta.app-secret", WhatsAppCloudServer.APP_SECRET,
                "allo.meta.verify-token", WhatsAppCloudServer.VERIFY_TOKEN,
                "allo.meta.access-token", WhatsAppCloudServer.TOKEN,
                "allo.meta.template", WhatsAppCloudServer.TEMPLATE,
                "allo.voice-notes.base-url", ears.url(),
                "allo.voice-notes.api-key", "sk-voice-notes");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(server, new TestInjector.MatchesType(WhatsAppCloudServer.class));
        injector.injectIntoFields(ears, new TestInjector.MatchesType(OpenAiSpeechServer.class));
    }

    @Override
    public void stop() {
        server.close();
        ears.close();
    }
}
