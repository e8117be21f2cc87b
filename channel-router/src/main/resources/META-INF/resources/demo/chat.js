// SPDX-License-Identifier: Apache-2.0
// The page of one agent: /demo/chat?agent=<web token>&lang=<fr|en>. Without them the demo agent, in the browser's language.

import "/widget/allo-chat.js";
import { pickLanguage } from "/widget/chat-texts.js";

const parameters = new URLSearchParams(location.search);
const language = pickLanguage(parameters.get("lang"));
document.documentElement.lang = language;

const chat = document.createElement("allo-chat");
chat.setAttribute("agent", parameters.get("agent") ?? "demo");
chat.setAttribute("lang", language);
chat.setAttribute("mode", "page");
document.getElementById("chat").replaceWith(chat);
