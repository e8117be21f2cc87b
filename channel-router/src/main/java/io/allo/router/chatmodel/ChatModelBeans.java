// SPDX-License-Identifier: Apache-2.0
package io.allo.router.chatmodel;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.router.conversation.ChatModel;
import io.allo.router.conversation.ChatModels;
import io.allo.router.guard.GuardMeters;
import io.allo.router.guard.GuardedChatModel;
import io.quarkus.arc.All;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** All chat models: those of the configuration, each with the ones behind it, and those that are beans (the built-in one). */
class ChatModelBeans {
    private static final URI OPENAI = URI.create("https://api.openai.com/v1");
    private static final String BUILT_IN = "built-in";

    @Produces
    @Singleton
    ChatModels models(
            ChatConfig config,
            @All List<ChatModel> beans,
            Vertx vertx,
            ObjectMapper mapper,
            ChatMeters meters,
            GuardMeters guard,
            Clock clock) {
        Map<String, ChatModel> all = new LinkedHashMap<>();
        Set<String> configured = configured(config);
        if (!configured.isEmpty()) {
            HttpClient http = http(config, vertx);
            for (String name : configured) {
                all.put(name, model(name, config, new Tools(vertx, http, mapper, meters, clock)));
            }
        }
        beans.forEach(bean -> all.put(bean.name(), bean));
        Map<String, Rest> rests = new HashMap<>(); // of a server, whoever stands before it
        List<ChatModel> offered = all.values().stream()
                .map(model -> configured.contains(model.name())
                        ? new GuardedChatModel(
                                FallbackChatModel.of(
                                        model,
                                        behind(model.name(), config, all),
                                        one -> rests.computeIfAbsent(
                                                one.name(), name -> new Rest(clock, config.rest())),
                                        meters),
                                guard)
                        : model)
                .toList();
        return new ChatModels(offered, standIn(config, configured));
    }

    private record Tools(Vertx vertx, HttpClient http, ObjectMapper mapper, ChatMeters meters, Clock clock) {}

    static Set<String> configured(ChatConfig config) {
        Set<String> names = new LinkedHashSet<>();
        if (config.apiKey().isPresent() || config.baseUrl().isPresent()) {
            names.addAll(config.names());
        }
        names.addAll(config.models().keySet());
        return names;
    }

    private static String standIn(ChatConfig config, Set<String> configured) {
        Supplier<String> first = () ->
                config.names().stream().filter(configured::contains).findFirst().orElse(BUILT_IN);
        return config.standIn().orElseGet(first);
    }

    private static HttpClient http(ChatConfig config, Vertx vertx) {
        return vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setMaxPoolSize(config.maxConnections()));
    }

    private static ChatModel model(String name, ChatConfig config, Tools tools) {
        Optional<ChatConfig.Model> own = Optional.ofNullable(config.models().get(name));
        ChatServerClient server = new ChatServerClient(
                tools.vertx(),
                tools.http(),
                tools.mapper(),
                tools.clock(),
                target(own, config),
                new ChatServerClient.Limits(config.firstPiece(), config.silence()));
        ModelSettings settings =
                own.map(found -> ModelSettings.of(name, found)).orElseGet(() -> ModelSettings.plain(name));
        RetryPolicy retries = new RetryPolicy(
                config.retries(),
                config.retryWithin(),
                () -> ThreadLocalRandom.current().nextDouble());
        return new OpenAiChatModel(
                name,
                new OpenAiChatModel.Parts(
                        tools.vertx(), server, new ChatRequests(tools.mapper(), settings), retries, tools.meters()));
    }

    /** The common key goes to the common server only. */
    private static ChatServerClient.Target target(Optional<ChatConfig.Model> own, ChatConfig config) {
        Optional<URI> ownBase = own.flatMap(ChatConfig.Model::baseUrl);
        Optional<String> key = own.flatMap(ChatConfig.Model::apiKey)
                .or(() -> ownBase.isPresent() ? Optional.empty() : config.apiKey());
        Map<String, String> headers =
                new LinkedHashMap<>(own.map(ChatConfig.Model::headers).orElse(Map.of()));
        key.ifPresent(value -> headers.putIfAbsent("Authorization", "Bearer " + value));
        return new ChatServerClient.Target(ownBase.or(config::baseUrl).orElse(OPENAI), headers);
    }

    private static List<ChatModel> behind(String name, ChatConfig config, Map<String, ChatModel> all) {
        List<String> names = new ArrayList<>(Optional.ofNullable(config.models().get(name))
                .flatMap(ChatConfig.Model::fallback)
                .orElse(List.of()));
        names.add(BUILT_IN);
        return names.stream()
                .distinct()
                .filter(other -> !other.equals(name))
                .map(other -> Optional.ofNullable(all.get(other))
                        .orElseThrow(() -> new IllegalArgumentException("allo.chat.models." + name + ".fallback names '"
                                + other + "', which is not configured")))
                .toList();
    }
}
