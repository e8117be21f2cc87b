// SPDX-License-Identifier: Apache-2.0
// What the business knows: files and web pages in, questions tried, questions that nobody could answer.
import { call } from "/pages/api.js";
import { ask, badge, button, failed, h, toast, waiting } from "/pages/elements.js";
import { Table } from "/pages/table.js";
import { moment, percent, texts } from "/pages/texts.js";
import { Form, UnfitJson, askFor } from "./forms.js";
import { editsKnowledge, filled, heading } from "./section.js";

const PATH = "/api/knowledge";
const TYPES = { md: "text/markdown", markdown: "text/markdown", csv: "text/csv", pdf: "application/pdf", html: "text/html", htm: "text/html", txt: "text/plain" };
const MOST_BYTES = 1_000_000;
const SLOW_MS = 30_000;

export function showKnowledge(content) {
  const t = texts();
  const may = editsKnowledge();
  const place = h("div");
  const again = () => filled(place, () => call("GET", PATH), (documents) => {
    table.show(documents);
    return table.root;
  });
  const remove = async (document) => {
    if (await ask(t.sure(document.title), t.remove, t.cancel)) {
      await call("DELETE", `${PATH}/${document.id}`);
      await again();
    }
  };
  const table = new Table(
    [
      { name: "title", title: t.title, cell: (one) => one.title, value: (one) => one.title },
      { name: "source", title: t.source, cell: (one) => one.source, value: (one) => one.source },
      { name: "passages", title: t.passages, kind: "number", cell: (one) => one.passages, value: (one) => one.passages },
      { name: "since", title: t.since, cell: (one) => moment(one.updatedAt), value: (one) => one.updatedAt },
      { name: "acts", title: t.acts, quiet: true, cell: (one) => (may ? button("danger", t.remove, () => remove(one)) : "") },
    ],
    { caption: t.documents, search: (one) => `${one.title} ${one.source}`, empty: t.noDocuments },
  );
  const acts = may ? [button("", t.addPage, () => addPage(again)), upload(again)] : [];
  content.replaceChildren(heading(t.section.knowledge, ...acts), place, search(), unanswered());
  again();
}

function upload(again) {
  const t = texts();
  const file = h("input", { type: "file", accept: ".md,.markdown,.csv,.pdf,.html,.htm,.txt", hidden: true });
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    file.value = "";
    if (chosen) {
      await send(chosen, again).catch(failed);
    }
  });
  return [file, button("strong", t.addFile, () => file.click())];
}

async function send(file, again) {
  const t = texts();
  const type = TYPES[file.name.split(".").pop().toLowerCase()];
  if (!type || file.size > MOST_BYTES) {
    toast(type ? t.tooLarge : t.unknownFile, "alarm");
    return;
  }
  await call("POST", `${PATH}?source=${encodeURIComponent(file.name)}&title=${encodeURIComponent(file.name)}`, await file.arrayBuffer(), { form: true, headers: { "Content-Type": type }, timeoutMs: SLOW_MS });
  toast(t.saved, "good");
  await again();
}

async function addPage(again) {
  const t = texts();
  const added = await askFor(
    t.addPage,
    [
      { name: "url", label: "URL", required: true, places: "whole", hint: t.pageHint },
      { name: "title", label: t.title, places: "whole" },
    ],
    (values) => call("POST", `${PATH}/pages`, Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)), { timeoutMs: SLOW_MS }),
  );
  if (added) {
    await again();
  }
}

function search() {
  const t = texts();
  const form = new Form([{ name: "question", label: t.question, required: true, places: "whole" }]);
  const found = h("div", { class: "stack", "aria-live": "polite" });
  const look = async () => {
    try {
      const { question } = form.values();
      found.replaceChildren(waiting("loading", t.loading));
      const { results } = await call("GET", `${PATH}/search?question=${encodeURIComponent(question)}`);
      found.replaceChildren(...(results.length === 0 ? [waiting("empty", t.foundNothing)] : results.map(passage)));
    } catch (failure) {
      found.replaceChildren();
      if (!(failure instanceof UnfitJson)) {
        form.refuse(failure);
      }
    }
  };
  return h("section", { class: "card stack" }, h("h3", {}, t.trySearch), form.root, h("div", { class: "actions" }, button("", t.search, look)), found);
}

function passage(found) {
  return h("article", { class: "stack" }, h("p", {}, badge("good", percent(found.confidence)), " ", h("strong", {}, found.heading || found.title), found.source === found.title ? null : h("span", { class: "hint" }, ` ${found.source}`)), h("p", {}, found.text));
}

function unanswered() {
  const t = texts();
  const place = h("div");
  const table = new Table(
    [
      { name: "question", title: t.question, cell: (one) => one.question, value: (one) => one.question },
      { name: "times", title: t.times, kind: "number", cell: (one) => one.asked, value: (one) => one.asked },
    ],
    { caption: t.unanswered, empty: t.allAnswered },
  );
  filled(place, () => call("GET", `${PATH}/questions`), (questions) => {
    table.show(questions);
    return table.root;
  });
  return place;
}
