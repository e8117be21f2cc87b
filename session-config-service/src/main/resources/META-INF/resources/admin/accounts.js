// SPDX-License-Identifier: Apache-2.0
// Accounts of the installation: each is one business, with its own people, agents and lines.
import { call, chooseAccount } from "/pages/api.js";
import { badge, button, h, toast } from "/pages/elements.js";
import { Table } from "/pages/table.js";
import { texts } from "/pages/texts.js";
import { askFor } from "./forms.js";
import { filled, heading } from "./section.js";

const PATH = "/api/accounts";
const OF_ALL = { headers: { "X-Allo-Account": "" } };

/** @param changed there is another account, or another is chosen */
export function showAccounts(content, changed) {
  const t = texts();
  const place = h("div");
  const choose = (account) => {
    chooseAccount(account.id);
    location.hash = "#agents";
  };
  const again = () => filled(place, () => call("GET", PATH, undefined, OF_ALL), (accounts) => {
    table.show(accounts);
    return table.root;
  });
  const create = async () => {
    const made = await askFor(
      t.newAccount,
      [
        { name: "name", label: t.name, required: true },
        { name: "email", label: t.email, kind: "email" },
        { name: "region", label: t.region, value: "FR", hint: t.regionHint },
      ],
      (values) => call("POST", PATH, Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)), OF_ALL),
      { action: t.create },
    );
    if (made) {
      toast(t.saved, "good");
      chooseAccount(made.id);
      await changed();
    }
  };
  const table = new Table(
    [
      { name: "name", title: t.name, cell: (account) => account.name, value: (account) => account.name },
      { name: "email", title: t.email, cell: (account) => account.email ?? "" },
      { name: "region", title: t.region, cell: (account) => account.region, value: (account) => account.region },
      { name: "state", title: t.state, cell: (account) => badge(account.isActive === false ? "" : "good", account.isActive === false ? t.off : t.on) },
      { name: "acts", title: t.acts, quiet: true, cell: (account) => button("", t.choosing, () => choose(account)) },
    ],
    { caption: t.section.accounts, search: (account) => `${account.name} ${account.email ?? ""}` },
  );
  content.replaceChildren(heading(t.section.accounts, button("strong", t.newAccount, create)), place);
  again();
}
