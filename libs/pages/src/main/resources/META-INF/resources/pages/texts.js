// SPDX-License-Identifier: Apache-2.0
// The language of the reader: the words that every page has, and times, numbers and money as he writes them.

const STORED = "allo-language";
const COMMON = {
  fr: {
    other: "English", logIn: "Se connecter", logOut: "Se déconnecter", email: "Adresse e-mail", password: "Mot de passe",
    wrong: "Adresse ou mot de passe inconnus.", tooMany: "Trop d’essais : patientez quelques minutes.",
    loginTitle: "Connexion", loading: "Chargement…", offline: "Connexion perdue, nouvelle tentative…",
    failed: "Cela n’a pas été fait : ", refused: "Votre rôle ne le permet pas.", again: "Réessayer", close: "Fermer",
    yes: "Oui", no: "Non", cancel: "Annuler", save: "Enregistrer", search: "Rechercher", more: (n) => `Afficher la suite (${n})`,
    nothing: "Rien à afficher.", noMatch: "Aucun résultat.", account: "Compte", choose: "Choisir un compte…", pages: "Pages", skip: "Aller au contenu",
    rows: (n) => (n < 2 ? `${n} ligne` : `${n} lignes`),
    page: { technician: "Assistance technique", cockpit: "Supervision", staff: "Équipe", admin: "Administration", servers: "Serveurs" },
  },
  en: {
    other: "Français", logIn: "Log in", logOut: "Log out", email: "E-mail address", password: "Password",
    wrong: "Unknown address or password.", tooMany: "Too many attempts: wait a few minutes.",
    loginTitle: "Log in", loading: "Loading…", offline: "Connection lost, trying again…",
    failed: "That was not done: ", refused: "Your role does not permit that.", again: "Try again", close: "Close",
    yes: "Yes", no: "No", cancel: "Cancel", save: "Save", search: "Search", more: (n) => `Show more (${n})`,
    nothing: "Nothing to show.", noMatch: "No match.", account: "Account", choose: "Choose an account…", pages: "Pages", skip: "Skip to content",
    rows: (n) => (n === 1 ? "1 row" : `${n} rows`),
    page: { technician: "Technical support", cockpit: "Supervision", staff: "Team", admin: "Administration", servers: "Servers" },
  },
};

let own = { fr: {}, en: {} };
let language = localStorage.getItem(STORED) ?? (navigator.language.toLowerCase().startsWith("fr") ? "fr" : "en");

/** A page's own words, {fr: {…}, en: {…}}. They go before the common ones of the same name. */
export function addTexts(words) {
  own = { fr: { ...own.fr, ...words.fr }, en: { ...own.en, ...words.en } };
}

/** For a page whose first language is not the browser's; a choice that the reader has made stays. */
export function preferLanguage(wanted) {
  language = localStorage.getItem(STORED) ?? wanted;
}

export function texts() {
  return { ...COMMON[language], ...own[language] };
}

export function languageOf() {
  return language;
}

export function switchLanguage() {
  language = language === "fr" ? "en" : "fr";
  localStorage.setItem(STORED, language);
}

const shown = (options) => (instant, zone) => (instant ? new Intl.DateTimeFormat(language, { ...options, timeZone: zone }).format(new Date(instant)) : "");

/** Each takes an instant and, where it is not the reader's own, a zone. */
export const clock = shown({ hour: "2-digit", minute: "2-digit" });
export const clockWithSeconds = shown({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
export const date = shown({ dateStyle: "medium" });
export const moment = shown({ dateStyle: "medium", timeStyle: "short" });

export function number(value, most = 2) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: most }).format(value);
}

/** Of a share between 0 and 1. */
export function percent(share) {
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }).format(share);
}

export function money(amount, currency) {
  return new Intl.NumberFormat(language, { style: "currency", currency, maximumFractionDigits: 4 }).format(amount);
}

/** 05:07 or 1:05:07 of a length in seconds. */
export function stopwatch(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (part) => String(part).padStart(2, "0");
  const minutes = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return whole < 3600 ? minutes : `${Math.floor(whole / 3600)}:${minutes}`;
}

/** «il y a 5 minutes», "5 minutes ago". */
export function ago(instant, now = Date.now()) {
  const seconds = (new Date(instant).getTime() - now) / 1000;
  const [unit, length] = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]].find(([, one]) => Math.abs(seconds) >= one) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(Math.round(seconds / length), unit);
}
