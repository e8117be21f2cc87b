// SPDX-License-Identifier: Apache-2.0
package io.allo.router.meta;

import io.allo.router.channel.NumberedOptions;
import io.allo.router.inbox.ReplyPush.Extra;
import io.allo.router.inbox.ReplyPush.Extra.FileAt;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What can be sent to a person, as Meta wants it in {@code POST /{phone number id}/messages}. */
sealed interface MetaMessage {

    /** The members that belong to its kind. */
    JsonObject json();

    record Text(String body) implements MetaMessage {
        @Override
        public JsonObject json() {
            return new JsonObject()
                    .put("type", "text")
                    .put("text", new JsonObject().put("body", body).put("preview_url", false));
        }
    }

    /** The approved words with one variable; the only thing that may be sent when the person has not written for a day. */
    record Template(String name, String language, String variable) implements MetaMessage {
        @Override
        public JsonObject json() {
            JsonObject parameter = new JsonObject().put("type", "text").put("text", variable);
            JsonObject component =
                    new JsonObject().put("type", "body").put("parameters", new JsonArray().add(parameter));
            return new JsonObject()
                    .put("type", "template")
                    .put(
                            "template",
                            new JsonObject()
                                    .put("name", name)
                                    .put("language", new JsonObject().put("code", language))
                                    .put("components", new JsonArray().add(component)));
        }
    }

    /** Words with the options that they number: up to three as buttons, up to ten as a list. */
    record Choice(String body, List<String> options) implements MetaMessage {
        private static final int BUTTONS = 3;
        private static final int BUTTON_TITLE = 20;
        private static final int ROW_TITLE = 24;
        private static final int ROW_DESCRIPTION = 72;

        public Choice {
            options = List.copyOf(options);
        }

        @Override
        public JsonObject json() {
            return new JsonObject()
                    .put("type", "interactive")
                    .put("interactive", options.size() <= BUTTONS ? buttons() : list());
        }

        private JsonObject buttons() {
            JsonArray buttons = new JsonArray();
            for (int i = 0; i < options.size(); i++) {
                JsonObject reply = new JsonObject()
                        .put("id", Integer.toString(i + 1))
                        .put("title", NumberedOptions.cut(options.get(i), BUTTON_TITLE));
                buttons.add(new JsonObject().put("type", "reply").put("reply", reply));
            }
            return interactive("button", new JsonObject().put("buttons", buttons));
        }

        private JsonObject list() {
            JsonArray rows = new JsonArray();
            for (int i = 0; i < options.size(); i++) {
                JsonObject row = new JsonObject()
                        .put("id", Integer.toString(i + 1))
                        .put("title", NumberedOptions.cut(options.get(i), ROW_TITLE));
                if (options.get(i).length() > ROW_TITLE) {
                    row.put("description", NumberedOptions.cut(options.get(i), ROW_DESCRIPTION));
                }
                rows.add(row);
            }
            JsonObject section = new JsonObject().put("rows", rows);
            return interactive(
                    "list", new JsonObject().put("button", "…").put("sections", new JsonArray().add(section)));
        }

        private JsonObject interactive(String type, JsonObject action) {
            return new JsonObject()
                    .put("type", type)
                    .put("body", new JsonObject().put("text", body))
                    .put("action", action);
        }

        /** Meta refuses two buttons with one title. */
        static boolean distinct(List<String> options) {
            int room = options.size() <= BUTTONS ? BUTTON_TITLE : ROW_TITLE;
            Set<String> titles = new HashSet<>();
            return options.stream().allMatch(option -> titles.add(NumberedOptions.cut(option, room)));
        }
    }

    /** Words with a button that opens the map: the person sends where he is by a tap. */
    record LocationRequest(String body) implements MetaMessage {
        @Override
        public JsonObject json() {
            return new JsonObject()
                    .put("type", "interactive")
                    .put(
                            "interactive",
                            new JsonObject()
                                    .put("type", "location_request_message")
                                    .put("body", new JsonObject().put("text", body))
                                    .put("action", new JsonObject().put("name", "send_location")));
        }
    }

    /** A picture, or a document with its name, that Meta fetches; the words are under it. */
    record LinkedFile(String kind, FileAt file, String caption) implements MetaMessage {
        @Override
        public JsonObject json() {
            JsonObject content =
                    new JsonObject().put("link", file.url().toString()).put("caption", caption);
            if (kind.equals(DOCUMENT)) {
                content.put("filename", file.name());
            }
            return new JsonObject().put("type", kind).put(kind, content);
        }
    }

    int LONGEST_CHOICE = 1024;
    String DOCUMENT = "document";

    /** With more than words, where they are not too long for it. */
    static MetaMessage of(String text, Extra extra) {
        if (text.length() > LONGEST_CHOICE) {
            return of(text);
        }
        return switch (extra) {
            case Extra.AskLocation ask -> new LocationRequest(text);
            case FileAt file ->
                file.type()
                        .<MetaMessage>map(type -> new LinkedFile(file.isImage() ? "image" : DOCUMENT, file, text))
                        .orElseGet(() -> of(text));
        };
    }

    /** A text in which the agent numbers its options can be answered by a tap. */
    static MetaMessage of(String text) {
        List<String> options = NumberedOptions.in(text);
        boolean offered = !options.isEmpty() && text.length() <= LONGEST_CHOICE && Choice.distinct(options);
        return offered ? new Choice(text, options) : new Text(text);
    }
}
