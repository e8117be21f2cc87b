// SPDX-License-Identifier: Apache-2.0
// The voice server's workers and agents, as this service tells of them: the browser never calls the voice server (row A110).
import { call } from "/pages/api.js";
import { badge, h, waiting } from "/pages/elements.js";
import { openPage } from "/pages/shell.js";
import { Table } from "/pages/table.js";
import { number, texts } from "/pages/texts.js";

const EVERY_MS = 10_000;
const TEXTS = {
  fr: {
    online: "Serveur vocal en ligne", down: "Serveur vocal injoignable", workers: "Serveurs d’appels", agents: "Agents",
    worker: "Serveur", address: "Adresse", calls: "Appels", most: "Maximum", sum: "Total", none: "Aucun",
    name: "Nom", transport: "Téléphonie", active: "Actif", session: "Adresse de session",
  },
  en: {
    online: "Voice server online", down: "Voice server cannot be reached", workers: "Call servers", agents: "Agents",
    worker: "Server", address: "Address", calls: "Calls", most: "Maximum", sum: "Total", none: "None",
    name: "Name", transport: "Telephony", active: "Active", session: "Session address",
  },
};

class Servers {
  constructor(main) {
    const t = texts();
    this.main = main;
    this.state = h("p", { role: "status" });
    const sum = (rows, field) => number(rows.reduce((all, one) => all + (one[field] ?? 0), 0));
    const where = (worker) => `${worker.host ?? ""}:${worker.port ?? ""}`;
    this.workers = new Table(
      [
        { name: "worker", title: t.worker, cell: (one) => one.workerId, value: (one) => one.workerId },
        { name: "address", title: t.address, cell: where, value: where },
        { name: "calls", title: t.calls, kind: "number", cell: (one) => one.activeCalls ?? "", value: (one) => one.activeCalls ?? 0 },
        { name: "most", title: t.most, kind: "number", cell: (one) => one.maxCalls ?? "", value: (one) => one.maxCalls ?? 0 },
      ],
      {
        caption: t.workers,
        empty: t.none,
        keyOf: (one) => one.workerId,
        search: (one) => `${one.workerId} ${where(one)}`,
        foot: (rows) => [t.sum, "", sum(rows, "activeCalls"), sum(rows, "maxCalls")],
      },
    );
    this.agents = new Table(
      [
        { name: "name", title: t.name, cell: (one) => one.name, value: (one) => one.name },
        { name: "transport", title: t.transport, cell: (one) => one.transportType, value: (one) => one.transportType },
        { name: "active", title: t.active, cell: (one) => badge(one.isActive ? "good" : "", one.isActive ? t.yes : t.no), value: (one) => (one.isActive ? 0 : 1) },
        { name: "session", title: t.session, cell: (one) => one.externalSessionUrl ?? "", value: (one) => one.externalSessionUrl ?? "" },
      ],
      { caption: t.agents, empty: t.none, search: (one) => `${one.name} ${one.externalSessionUrl ?? ""}` },
    );
    main.replaceChildren(waiting("loading", t.loading));
    this.look();
  }

  async look() {
    clearTimeout(this.timer);
    try {
      this.show(await call("GET", "/api/admin/servers"));
    } catch (failure) {
      this.fails(failure);
    }
    if (!this.left) {
      this.timer = setTimeout(() => this.look(), EVERY_MS);
    }
  }

  show(servers) {
    const t = texts();
    if (this.left) {
      return;
    }
    this.state.replaceChildren(badge(servers.serverOnline ? "good" : "alarm", servers.serverOnline ? t.online : t.down));
    this.workers.show(servers.workers);
    this.agents.show(servers.agents.map((one, at) => ({ id: at, ...one })));
    if (!this.state.isConnected) {
      this.main.replaceChildren(h("div", { class: "rows-box" }, this.state, this.workers.root, this.agents.root));
    }
  }

  /** What is known stays in sight; the frame tells of a lost connection. */
  fails(failure) {
    if (failure.status === 401 || this.left || (!failure.status && this.state.isConnected)) {
      return;
    }
    const t = texts();
    const reason = failure.status === 403 ? t.refused : failure.status ? failure.message || String(failure.status) : t.offline;
    this.main.replaceChildren(waiting("failed", reason, () => this.look()));
  }

  leave() {
    this.left = true;
    clearTimeout(this.timer);
  }
}

openPage({
  name: "servers",
  texts: TEXTS,
  login: "always",
  needsAccount: true,
  accounts: "/api/login/accounts",
  show(main) {
    const page = new Servers(main);
    return () => page.leave();
  },
});
