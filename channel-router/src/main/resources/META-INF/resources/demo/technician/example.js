// SPDX-License-Identifier: Apache-2.0
// Whom the console shows before a technician and a site of one's own are recorded.

export const EXAMPLE = {
  id: "example",
  name: "Karim Benali",
  experience_years: 8,
  location: "Lyon 7e",
  phone_number: "",
  arrival: "14:30",
  site: {
    id: "example",
    client: "Pharmacie des Terreaux",
    since: "2021-03-15",
    installer: "Allo Sécurité Rhône",
    subscription: "Premium",
    cameras: 6,
    equipment: [
      { name: "Caméra dôme extérieure", quantity: 4, kind: "camera" },
      { name: "Caméra intérieure", quantity: 2, kind: "camera" },
      { name: "Enregistreur NVR 8 voies", quantity: 1, kind: "recorder" },
      { name: "Centrale d’alarme", quantity: 1, kind: "alarm" },
      { name: "Détecteur de mouvement", quantity: 5, kind: "sensor" },
      { name: "Switch PoE", quantity: 1, kind: "network" },
    ],
    last_incident: "Perte du flux de la caméra 3, redémarrage du switch PoE.",
    notes: "Baie réseau au sous-sol, clé à l’accueil.",
  },
};
