// SPDX-License-Identifier: Apache-2.0
// An installation without anybody: whoever knows the code that the service printed becomes its administrator.
import { call, logIn } from "/pages/api.js";
import { button, h } from "/pages/elements.js";
import { texts } from "/pages/texts.js";
import { Form, UnfitJson } from "./forms.js";

/** @param done somebody is logged in now, or has to log in */
export function setupForm(done) {
  const t = texts();
  const form = new Form([
    { name: "code", label: t.setupCode, hint: t.setupCodeHint, required: true, places: "whole" },
    { name: "name", label: t.name, required: true, places: "whole" },
    { name: "email", label: t.email, kind: "email", required: true, places: "whole" },
    { name: "password", label: t.newPassword, kind: "password", hint: t.passwordHint, required: true, places: "whole" },
  ]);
  const make = button("strong", t.setupMake, async () => {
    let values;
    try {
      values = form.values();
      await call("POST", "/api/setup", values);
    } catch (failure) {
      if (!(failure instanceof UnfitJson)) {
        form.refuse(failure.status === 403 ? { status: 400, message: `code: ${t.setupWrong}` } : failure.status === 429 ? { status: 400, message: `code: ${t.tooMany}` } : failure);
      }
      return;
    }
    await logIn(values.email, values.password).catch(() => {});
    done();
  });
  return h("section", { class: "card login" }, h("h2", {}, t.setupTitle), h("p", { class: "hint" }, t.setupWhy), form.root, h("div", { class: "actions" }, make));
}
