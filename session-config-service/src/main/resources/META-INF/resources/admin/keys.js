// SPDX-License-Identifier: Apache-2.0
// Keys of the account, for programs. A key is told once.
import { call } from "/pages/api.js";
import { ask, badge, button, dialog, h } from "/pages/elements.js";
import { Table } from "/pages/table.js";
import { moment, texts } from "/pages/texts.js";
import { askFor, secretOnce } from "./forms.js";
import { filled, heading } from "./section.js";

const PATH = "/api/account-keys";

export function showKeys(content) {
  const t = texts();
  const place = h("div");
  const again = () => filled(place, () => call("GET", PATH), (keys) => {
    table.show(keys);
    return table.root;
  });
  const create = async () => {
    const made = await askFor(t.newKey, [{ name: "label", label: t.keyLabel, required: true, places: "whole" }], (values) => call("POST", PATH, values), { action: t.create });
    if (made) {
      const told = dialog(made.label, secretOnce(t.keyOnce, made.key), [button("strong", t.close, () => told.close(""))]);
      await told.closed;
      await again();
    }
  };
  const revoke = async (key) => {
    if (await ask(t.sureRevoke(key.label), t.revoke, t.cancel)) {
      await call("DELETE", `${PATH}/${key.id}`);
      await again();
    }
  };
  const table = new Table(
    [
      { name: "label", title: t.keyLabel, cell: (key) => key.label, value: (key) => key.label },
      { name: "prefix", title: t.key, cell: (key) => `${key.prefix}…` },
      { name: "since", title: t.since, cell: (key) => moment(key.createdAt), value: (key) => key.createdAt },
      { name: "state", title: t.state, cell: (key) => (key.isActive ? badge("good", t.on) : badge("alarm", t.revoked)) },
      { name: "acts", title: t.acts, quiet: true, cell: (key) => (key.isActive ? button("danger", t.revoke, () => revoke(key)) : "") },
    ],
    { caption: t.section.keys, search: (key) => `${key.label} ${key.prefix}` },
  );
  content.replaceChildren(heading(t.section.keys, button("strong", t.newKey, create)), h("p", { class: "hint" }, t.keysHint), place);
  again();
}
