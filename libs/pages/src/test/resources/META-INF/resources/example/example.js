// SPDX-License-Identifier: Apache-2.0
// The smallest whole page: a list that is loaded, searched, and from which one thing can be removed after a question.
import { call } from "/pages/api.js";
import { ask, badge, button, toast, waiting } from "/pages/elements.js";
import { openPage } from "/pages/shell.js";
import { Table } from "/pages/table.js";
import { moment, texts } from "/pages/texts.js";

const TEXTS = {
  fr: { title: "Exemple", name: "Nom", since: "Depuis", state: "État", remove: "Supprimer", sure: (name) => `Supprimer ${name} ?`, gone: "Supprimé." },
  en: { title: "Example", name: "Name", since: "Since", state: "State", remove: "Delete", sure: (name) => `Delete ${name}?`, gone: "Deleted." },
};

async function show(main) {
  const t = texts();
  main.replaceChildren(waiting("loading", t.loading));
  const load = async () => {
    try {
      table.show(await call("GET", "/api/things"));
      main.replaceChildren(table.root);
    } catch (failure) {
      main.replaceChildren(waiting("failed", failure.message || t.offline, load));
    }
  };
  const remove = async (thing) => {
    if (await ask(t.sure(thing.name), t.remove, t.cancel)) {
      await call("DELETE", `/api/things/${thing.id}`);
      toast(t.gone, "good");
      await load();
    }
  };
  const table = new Table(
    [
      { name: "name", title: t.name, cell: (thing) => thing.name, value: (thing) => thing.name },
      { name: "since", title: t.since, cell: (thing) => moment(thing.since), value: (thing) => thing.since },
      { name: "state", title: t.state, cell: (thing) => badge(thing.good ? "good" : "alarm", thing.good ? t.yes : t.no) },
      { name: "remove", title: t.remove, quiet: true, cell: (thing) => button("danger", t.remove, () => remove(thing)) },
    ],
    { caption: t.title, search: (thing) => thing.name },
  );
  await load();
}

openPage({
  title: (t) => t.title,
  texts: TEXTS,
  show: (main) => {
    show(main);
  },
});
