// SPDX-License-Identifier: Apache-2.0
package io.allo.router.stubs;

import io.allo.testkit.provider.ChatServer;
import io.allo.testkit.provider.OpenAiSpeechServer;
import io.allo.testkit.provider.WhatsAppCloudServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Starts the stand-in of WhatsApp's Cloud API before the application reads its configuration. Found by the service loader. */
public final class MetaPort implements QuarkusTestResourceLifecycleManager {
    private final WhatsAppCloudServer server = new WhatsAppCloudServer();
    private final ChatServer eyes = new ChatServer("sk-photos", "gpt-4o-mini");
    private final OpenAiSpeechServer ears = new OpenAiSpeechServer("sk-voice-notes");

    @Override
    public Map<String, String> start() {
        server.start(0);
        ears.start();
        eyes.start();
        return Map.ofEntries(
                Map.entry("allo.meta.graph-url", server.graphUrl().toString()),
                Map.entry("allo.meta.app-secret", WhatsAppCloudServer.APP_SECRET),
                Map.entry("allo.meta.verify-token", WhatsAppCloudServer.VERIFY_TOKEN),
                Map.entry("allo.meta.access-token", WhatsAppCloudServer.TOKEN),
                Map.entry("allo.meta.template", WhatsAppCloudServer.TEMPLATE),
                Map.entry("allo.voice-notes.base-url", ears.url()),
                Map.entry("allo.voice-notes.api-key", "sk-voice-notes"),
                Map.entry("allo.photos.base-url", eyes.baseUrl()),
                Map.entry("allo.photos.api-key", "sk-photos"));
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(server, new TestInjector.MatchesType(WhatsAppCloudServer.class));
        injector.injectIntoFields(eyes, new TestInjector.MatchesType(ChatServer.class));
        injector.injectIntoFields(ears, new TestInjector.MatchesType(OpenAiSpeechServer.class));
    }

    @Override
    public void stop() {
        server.close();
        ears.close();
        eyes.close();
    }
}
