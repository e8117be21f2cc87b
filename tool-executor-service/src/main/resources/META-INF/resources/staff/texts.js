// SPDX-License-Identifier: Apache-2.0
// Every word of the page, and times and money as the reader writes them.

const TEXTS = {
  fr: {
    other: "English",
    title: "Équipe",
    email: "Adresse e-mail",
    password: "Mot de passe",
    logIn: "Se connecter",
    logOut: "Se déconnecter",
    wrong: "Adresse ou mot de passe inconnus.",
    tooMany: "Trop d’essais : patientez quelques minutes.",
    noAccount: "Cet utilisateur n’appartient à aucun restaurant : connectez-vous avec un compte de l’équipe.",
    noRestaurant: "Aucun restaurant n’est encore enregistré.",
    restaurant: "Restaurant",
    sections: "Rubriques",
    orders: "Commandes",
    kitchen: "Cuisine",
    reservations: "Réservations",
    messages: "Messages",
    questions: "Questions",
    loading: "Chargement…",
    offline: "Connexion perdue, nouvelle tentative…",
    failed: "Cela n’a pas été fait : ",
    refused: "Votre rôle ne le permet pas.",
    none: {
      orders: "Aucune commande en cours.",
      kitchen: "Rien à préparer pour l’instant.",
      reservations: "Aucune réservation ce jour-là.",
      messages: "Aucun message.",
      questions: "Aucune question en attente.",
    },
    newOrder: (n) => `Nouvelle commande n° ${n}`,
    number: (n) => `n° ${n}`,
    readyAt: (t) => `Pour ${t}`,
    late: "En retard",
    mismatch: "Total annoncé différent",
    total: "Total",
    guest: "Client",
    finished: (n) => `Terminées aujourd’hui (${n})`,
    cancelAsk: (n) => `Annuler la commande n° ${n} ?`,
    cancelTable: (name) => `Annuler la réservation de ${name} ?`,
    deleteAsk: "Supprimer ce message ?",
    yes: "Oui",
    no: "Non",
    type: { pickup: "À emporter", delivery: "Livraison", dine_in: "Sur place" },
    status: {
      pending: "À confirmer", confirmed: "Confirmées", preparing: "En préparation", ready: "Prêtes", delivering: "En livraison",
      completed: "Terminée", cancelled: "Annulée", seated: "À table", no_show: "Non venue",
    },
    act: {
      confirmed: "Confirmer", preparing: "Préparer", ready: "Prête", delivering: "Partie en livraison", completed: "Terminée",
      cancelled: "Annuler", seated: "Installer", no_show: "Pas venus",
    },
    station: { cuisine: "Cuisine", preparation: "Préparation", comptoir: "Comptoir", livraison: "Livraison" },
    load: (used, all) => `${used} sur ${all}`,
    from: (a, b) => `de ${a} à ${b}`,
    day: "Jour",
    people: (n) => (n === 1 ? "1 personne" : `${n} personnes`),
    unread: "Non lu",
    urgent: "Urgent",
    markRead: "Marquer comme lu",
    markUnread: "Marquer comme non lu",
    remove: "Supprimer",
    category: {
      callback_request: "À rappeler",
      complaint: "Réclamation",
      info_request: "Renseignement",
      special_request: "Demande particulière",
      other: "Autre",
    },
    asked: (n) => (n === 1 ? "demandée une fois" : `demandée ${n} fois`),
    answer: "Réponse",
    save: "Enregistrer la réponse",
    ignore: "Ignorer",
  },
  en: {
    other: "Français",
    title: "Staff",
    email: "E-mail address",
    password: "Password",
    logIn: "Log in",
    logOut: "Log out",
    wrong: "Unknown address or password.",
    tooMany: "Too many attempts: please wait a few minutes.",
    noAccount: "This user belongs to no restaurant: log in as somebody of the staff.",
    noRestaurant: "There is no restaurant yet.",
    restaurant: "Restaurant",
    sections: "Sections",
    orders: "Orders",
    kitchen: "Kitchen",
    reservations: "Reservations",
    messages: "Messages",
    questions: "Questions",
    loading: "Loading…",
    offline: "Connection lost, trying again…",
    failed: "This was not done: ",
    refused: "Your role does not allow it.",
    none: {
      orders: "No order in progress.",
      kitchen: "Nothing to prepare for now.",
      reservations: "No reservation on this day.",
      messages: "No message.",
      questions: "No question is waiting.",
    },
    newOrder: (n) => `New order no. ${n}`,
    number: (n) => `no. ${n}`,
    readyAt: (t) => `For ${t}`,
    late: "Late",
    mismatch: "Another total was announced",
    total: "Total",
    guest: "Guest",
    finished: (n) => `Finished today (${n})`,
    cancelAsk: (n) => `Cancel order no. ${n}?`,
    cancelTable: (name) => `Cancel the reservation of ${name}?`,
    deleteAsk: "Delete this message?",
    yes: "Yes",
    no: "No",
    type: { pickup: "Pickup", delivery: "Delivery", dine_in: "Eat in" },
    status: {
      pending: "To confirm", confirmed: "Confirmed", preparing: "In preparation", ready: "Ready", delivering: "On the road",
      completed: "Finished", cancelled: "Cancelled", seated: "Seated", no_show: "Did not come",
    },
    act: {
      confirmed: "Confirm", preparing: "Prepare", ready: "Ready", delivering: "Out for delivery", completed: "Finished",
      cancelled: "Cancel", seated: "Seat", no_show: "Did not come",
    },
    station: { cuisine: "Kitchen", preparation: "Preparation", comptoir: "Counter", livraison: "Delivery" },
    load: (used, all) => `${used} of ${all}`,
    from: (a, b) => `${a} to ${b}`,
    day: "Day",
    people: (n) => (n === 1 ? "1 guest" : `${n} guests`),
    unread: "Unread",
    urgent: "Urgent",
    markRead: "Mark as read",
    markUnread: "Mark as unread",
    remove: "Delete",
    category: {
      callback_request: "Call back",
      complaint: "Complaint",
      info_request: "Information",
      special_request: "Special request",
      other: "Other",
    },
    asked: (n) => (n === 1 ? "asked once" : `asked ${n} times`),
    answer: "Answer",
    save: "Save the answer",
    ignore: "Ignore",
  },
};

const STORED = "allo-staff-language";
let language = localStorage.getItem(STORED) ?? (navigator.language.toLowerCase().startsWith("fr") ? "fr" : "en");

export function texts() {
  return TEXTS[language];
}

export function languageOf() {
  return language;
}

export function switchLanguage() {
  language = language === "fr" ? "en" : "fr";
  localStorage.setItem(STORED, language);
}

/** Clock time in the restaurant's zone. */
export function clock(instant, zone) {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(new Date(instant));
}

/** Day and clock time in the restaurant's zone. */
export function moment(instant, zone) {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", timeZone: zone }).format(new Date(instant));
}

/** YYYY-MM-DD of an instant in the restaurant's zone. */
export function dayOf(instant, zone) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(new Date(instant));
}

export function money(amount, currency) {
  return new Intl.NumberFormat(language, { style: "currency", currency }).format(amount);
}
