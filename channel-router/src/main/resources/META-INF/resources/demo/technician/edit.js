// SPDX-License-Identifier: Apache-2.0
// A technician's fields in a dialog. The example becomes a record of one's own with the first change.
import { call } from "/pages/api.js";
import { button, dialog, failed, field, h } from "/pages/elements.js";
import { texts } from "/pages/texts.js";

const SITE_FIELDS = ["client", "since", "installer", "subscription", "cameras", "equipment", "last_incident", "notes"];

/** Fulfilled with the technician as he is stored now, or null when nothing was changed. */
export async function edited(technician) {
  const t = texts();
  const inputs = {
    name: h("input", { value: technician.name, maxlength: 200, required: true }),
    location: h("input", { value: technician.location, maxlength: 200 }),
    experience_years: h("input", { type: "number", min: 0, max: 80, value: String(technician.experience_years) }),
    phone_number: h("input", { type: "tel", value: technician.phone_number, maxlength: 40 }),
    arrival: h("input", { value: technician.arrival, maxlength: 40 }),
  };
  const labels = { name: t.name, location: t.location, experience_years: t.experience, phone_number: t.phone, arrival: t.arrival };
  const fields = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, field(labels[name], input)]));
  const form = h("form", { class: "edit", id: "technician-form" }, Object.values(fields));
  const asked = dialog(t.editTechnician, form, [button("", t.cancel, () => asked.close("")), h("button", { class: "strong", form: "technician-form" }, t.save)]);
  let saved = null;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.value.trim()]));
    try {
      saved = await save(technician, { ...values, experience_years: Number(values.experience_years) || 0 });
      asked.close("saved");
    } catch (failure) {
      failed(failure);
      fields.name.complain(failure.status === 400 ? failure.message : "");
    }
  });
  await asked.closed;
  return saved;
}

async function save(technician, values) {
  if (technician.id !== "example") {
    return call("PUT", `/api/console/technicians/${technician.id}`, values);
  }
  const site = await call("POST", "/api/console/sites", Object.fromEntries(SITE_FIELDS.map((name) => [name, technician.site[name]])));
  return call("POST", "/api/console/technicians", { ...values, site_id: site.id });
}
