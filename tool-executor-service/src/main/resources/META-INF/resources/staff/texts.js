// SPDX-License-Identifier: Apache-2.0
// Every word of the page, in French and English.

const TEXTS = {
  fr: {
    login: "Connexion",
    email: "Adresse e-mail",
    password: "Mot de passe",
    enter: "Se connecter",
    leave: "Se déconnecter",
    wrong: "Adresse ou mot de passe inconnu.",
    many: "Trop d’essais, attendez un peu.",
    away: "Le serveur ne répond pas, nouvel essai…",
    refused: "Refusé : ",
    restaurant: "Restaurant",
    language: "English",
    orders: "Commandes du jour",
    kitchen: "Cuisine",
    reservations: "Réservations",
    messages: "Messages",
    questions: "Questions sans réponse",
    none: "Rien pour le moment.",
    ready: "prête à",
    guests: "couverts",
    read: "Marquer comme lu",
    urgent: "Urgent",
    answer: "Réponse",
    save: "Enregistrer",
    ignore: "Ignorer",
    asked: "fois demandée",
    check: "Total à vérifier",
    from: "de",
    until: "à",
    used: "points sur",
    resource: { cuisine: "Cuisine", preparation: "Préparation", comptoir: "Comptoir", livraison: "Livraison" },
    type: { pickup: "à emporter", delivery: "livraison", dine_in: "sur place" },
    status: {
      pending: "en attente",
      confirmed: "confirmée",
      preparing: "en préparation",
      ready: "prête",
      delivering: "en livraison",
      completed: "terminée",
      cancelled: "annulée",
      seated: "à table",
      no_show: "absents",
    },
    become: {
      confirmed: "Confirmer",
      preparing: "Préparer",
      ready: "Prête",
      delivering: "Partie en livraison",
      completed: "Terminer",
      cancelled: "Annuler",
      seated: "Installer",
      no_show: "Absents",
    },
  },
  en: {
    login: "Log in",
    email: "E-mail address",
    password: "Password",
    enter: "Log in",
    leave: "Log out",
    wrong: "Unknown address or password.",
    many: "Too many attempts, wait a little.",
    away: "The server does not answer, trying again…",
    refused: "Refused: ",
    restaurant: "Restaurant",
    language: "Français",
    orders: "Orders of the day",
    kitchen: "Kitchen",
    reservations: "Reservations",
    messages: "Messages",
    questions: "Unanswered questions",
    none: "Nothing for the moment.",
    ready: "ready at",
    guests: "guests",
    read: "Mark as read",
    urgent: "Urgent",
    answer: "Answer",
    save: "Save",
    ignore: "Ignore",
    asked: "times asked",
    check: "Total to be checked",
    from: "from",
    until: "to",
    used: "points of",
    resource: { cuisine: "Kitchen", preparation: "Preparation", comptoir: "Counter", livraison: "Delivery" },
    type: { pickup: "pickup", delivery: "delivery", dine_in: "dine in" },
    status: {
      pending: "pending",
      confirmed: "confirmed",
      preparing: "preparing",
      ready: "ready",
      delivering: "on its way",
      completed: "completed",
      cancelled: "cancelled",
      seated: "seated",
      no_show: "no show",
    },
    become: {
      confirmed: "Confirm",
      preparing: "Prepare",
      ready: "Ready",
      delivering: "Sent out",
      completed: "Complete",
      cancelled: "Cancel",
      seated: "Seat",
      no_show: "No show",
    },
  },
};

let language = localStorage.getItem("allo.language") ?? (navigator.language.startsWith("fr") ? "fr" : "en");

export function texts() {
  document.documentElement.lang = language;
  return TEXTS[language] ?? TEXTS.en;
}

export function currentLanguage() {
  return language;
}

export function otherLanguage() {
  language = language === "fr" ? "en" : "fr";
  localStorage.setItem("allo.language", language);
}
