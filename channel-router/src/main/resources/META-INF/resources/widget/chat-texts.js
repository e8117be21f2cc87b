// SPDX-License-Identifier: Apache-2.0
// Every word that the widget itself says. What the agent says comes from the server.

const TEXTS = {
  fr: {
    title: "Discussion",
    open: "Ouvrir la discussion",
    close: "Fermer la discussion",
    messages: "Messages",
    input: "Votre message",
    placeholder: "Écrivez votre message…",
    send: "Envoyer",
    human: "Parler à un humain",
    humanRequest: "Je voudrais parler à un humain.",
    restart: "Nouvelle conversation",
    you: "Vous",
    typing: "est en train d’écrire",
    online: "En ligne",
    connecting: "Connexion…",
    offline: "Connexion perdue, nouvelle tentative…",
    refused: "La discussion n’est pas disponible ici.",
    sending: "Envoi…",
    failed: "Ce message n’a pas pu être envoyé.",
    tooLong: "Message trop long.",
    slowDown: "Trop de messages à la fois : patientez un instant.",
    unavailable: "Service momentanément indisponible.",
    ended: "La conversation est terminée.",
    transferred: "Une personne va prendre le relais.",
    talk: "Parler",
    call: "Appel",
    calling: "Appel en cours…",
    talking: "En ligne",
    mute: "Couper le micro",
    keys: "Clavier",
    hangUp: "Raccrocher",
    callEnded: "Appel terminé.",
    callLost: "L’appel a été coupé.",
    noMicrophone: "Le micro n’est pas accessible.",
    left: (n) => (n === 1 ? "Encore 1 caractère" : `Encore ${n} caractères`),
    over: (n) => (n === 1 ? "1 caractère de trop" : `${n} caractères de trop`),
  },
  en: {
    title: "Chat",
    open: "Open the chat",
    close: "Close the chat",
    messages: "Messages",
    input: "Your message",
    placeholder: "Write your message…",
    send: "Send",
    human: "Speak to a human",
    humanRequest: "I would like to speak to a human.",
    restart: "New conversation",
    you: "You",
    typing: "is typing",
    online: "Online",
    connecting: "Connecting…",
    offline: "Connection lost, trying again…",
    refused: "The chat is not available here.",
    sending: "Sending…",
    failed: "This message could not be sent.",
    tooLong: "Message too long.",
    slowDown: "Too many messages at once: please wait a moment.",
    unavailable: "The service is unavailable for the moment.",
    ended: "This conversation is over.",
    transferred: "A person is taking over.",
    talk: "Talk",
    call: "Call",
    calling: "Calling…",
    talking: "On the line",
    mute: "Mute the microphone",
    keys: "Keypad",
    hangUp: "Hang up",
    callEnded: "The call is over.",
    callLost: "The call was cut off.",
    noMicrophone: "The microphone cannot be used.",
    left: (n) => (n === 1 ? "1 character left" : `${n} characters left`),
    over: (n) => (n === 1 ? "1 character too many" : `${n} characters too many`),
  },
};

/** The language to speak: the wanted one if it is known, else the browser's, else French. */
export function pickLanguage(wanted) {
  const candidates = [wanted, ...(navigator.languages ?? [navigator.language])];
  for (const candidate of candidates) {
    const language = candidate?.slice(0, 2).toLowerCase();
    if (language in TEXTS) {
      return language;
    }
  }
  return "fr";
}

export function textsOf(language) {
  return TEXTS[language];
}
