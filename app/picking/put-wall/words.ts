// Everything that the wall says, in the languages of the floor.
import type { Language } from '../floor/language.ts';

export type WallWords = {
  title: string;
  toWalls: string;
  none: string;
  noneHint: string;
  open: string;
  sorted: (done: number, all: number) => string;
  notPicked: string;
  over: string;
  emptySlots: (slots: string) => string;
  offline: string;
  scan: string;
  scanHint: string;
  putInto: string;
  slot: (name: string) => string;
  ofHere: (put: number, units: number) => string;
  allIn: (units: number) => string;
  complete: (order: string) => string;
  carry: string;
  carried: (slot: string) => string;
  free: string;
  waiting: (orders: number) => string;
  waitingFor: (order: string, units: number) => string;
  waitingTote: string;
  slotFree: string;
  otherWave: (wave: number) => string;
  putBack: string;
  putBackWhat: (units: number, title: string) => string;
  fromSlot: (slot: string) => string;
  fromCart: string;
  toBin: (bin: string | null) => string;
  toBins: (units: number, bin: string | null) => string;
  isBack: string;
  owes: (units: number) => string;
  left: string;
  nothingLeft: string;
  notThere: (units: number) => string;
  missing: (units: number) => string;
  aside: (units: number, title: string) => string;
  laidAside: string;
  wrongItem: (heard: string) => string;
  notWanted: (title: string) => string;
  full: (orders: string) => string;
  gone: string;
  refused: string;
  changed: string;
  notComplete: (slot: string, left: number) => string;
  undo: {
    put: (units: number, title: string, slot: string) => string;
    missing: (units: number, title: string) => string;
    putBack: (units: number, title: string) => string;
    cleared: (order: string) => string;
    aside: (title: string) => string;
  };
  done: string;
  doneHint: (missing: number) => string;
  toTheWall: string;
};

const english: WallWords = {
  title: 'Put wall',
  toWalls: 'To the put wall',
  none: 'Nothing to sort',
  noneHint: 'A wave that was picked all together shows here as soon as it is picked.',
  open: 'Sort',
  sorted: (done, all) => `${done} of ${all} units`,
  notPicked: 'This wave is not picked yet.',
  over: 'This wave is shipped or canceled. Nothing more of it is sorted.',
  emptySlots: (slots) => `What lies in ${slots} goes back to its bins.`,
  offline: 'No connection. The wall needs one: put nothing until it is back.',
  scan: 'Scan an item',
  scanHint: 'Scan, or type here',
  putInto: 'Put into',
  slot: (name) => `Slot ${name}`,
  ofHere: (put, units) => `${put} of ${units}`,
  allIn: (units) => `All ${units} are in`,
  complete: (order) => `Order ${order} is complete`,
  carry: 'Carry it to packing',
  carried: (slot) => `${slot} is empty`,
  free: 'Free',
  waiting: (orders) => `${orders} ${orders === 1 ? 'order waits' : 'orders wait'} for a slot`,
  waitingFor: (order, units) => `${order} (${units})`,
  waitingTote: 'In the waiting tote',
  slotFree: 'A slot is free: scan what lies in the waiting tote',
  otherWave: (wave) => `taken by wave ${wave}`,
  putBack: 'Put back',
  putBackWhat: (units, title) => `${units} × ${title}`,
  fromSlot: (slot) => `Out of slot ${slot}`,
  fromCart: 'Off the cart',
  toBin: (bin) => (bin === null ? 'To where it came from' : `Into bin ${bin}`),
  toBins: (units, bin) => (bin === null ? `${units} to where it came from` : `${units} into bin ${bin}`),
  isBack: 'It is back',
  owes: (units) => `${units} to put back`,
  left: 'What is left',
  nothingLeft: 'Everything is in the wall.',
  notThere: (units) => (units === 1 ? 'Not there' : `${units} not there`),
  missing: (units) => `${units} missing`,
  aside: (units, title) => `${units} × ${title}`,
  laidAside: 'Laid aside: wanted by no order',
  wrongItem: (heard) => `${heard} is not of this wave. Lay it aside.`,
  notWanted: (title) => `No order wants more of ${title}. Lay it aside: it goes back to its bin.`,
  full: (orders) =>
    `No slot is free for ${orders}. Put it into the waiting tote; scan it again once a complete order is carried away.`,
  gone: 'This order is at packing already.',
  refused: 'That cannot be undone: something later rests on it.',
  changed: 'That changed meanwhile. Do what the screen says now.',
  notComplete: (slot, left) => `${slot} still lacks ${left}.`,
  undo: {
    put: (units, title, slot) => `${units} × ${title} into ${slot}`,
    missing: (units, title) => `${units} × ${title} missing`,
    putBack: (units, title) => `${units} × ${title} put back`,
    cleared: (order) => `Order ${order} carried away`,
    aside: (title) => `${title} laid aside`,
  },
  done: 'All is sorted',
  doneHint: (missing) =>
    missing > 0 ? `Every order is at packing, ${missing} missing.` : 'Every order is at packing, nothing is missing.',
  toTheWall: 'The wave is picked. Bring the cart to the put wall.',
};

const german: WallWords = {
  title: 'Sortierwand',
  toWalls: 'Zur Sortierwand',
  none: 'Nichts zu sortieren',
  noneHint: 'Eine gemeinsam gepickte Welle erscheint hier, sobald sie fertig ist.',
  open: 'Sortieren',
  sorted: (done, all) => `${done} von ${all} Stück`,
  notPicked: 'Diese Welle ist noch nicht fertig gepickt.',
  over: 'Diese Welle ist versandt oder abgebrochen. Von ihr wird nichts mehr sortiert.',
  emptySlots: (slots) => `Was in ${slots} liegt, geht zurück in seine Lagerfächer.`,
  offline: 'Keine Verbindung. Die Wand braucht eine: lege nichts ab, bis sie wieder da ist.',
  scan: 'Artikel scannen',
  scanHint: 'Scannen oder tippen',
  putInto: 'Leg in',
  slot: (name) => `Fach ${name}`,
  ofHere: (put, units) => `${put} von ${units}`,
  allIn: (units) => `Alle ${units} sind drin`,
  complete: (order) => `Bestellung ${order} ist vollständig`,
  carry: 'Bring sie zum Packen',
  carried: (slot) => `${slot} ist leer`,
  free: 'Frei',
  waiting: (orders) => `${orders} ${orders === 1 ? 'Bestellung wartet' : 'Bestellungen warten'} auf ein Fach`,
  waitingFor: (order, units) => `${order} (${units})`,
  waitingTote: 'In der Wartekiste',
  slotFree: 'Ein Fach ist frei: scanne, was in der Wartekiste liegt',
  otherWave: (wave) => `belegt von Welle ${wave}`,
  putBack: 'Leg zurück',
  putBackWhat: (units, title) => `${units} × ${title}`,
  fromSlot: (slot) => `Aus Fach ${slot}`,
  fromCart: 'Vom Wagen',
  toBin: (bin) => (bin === null ? 'Dorthin, wo es herkam' : `In Lagerfach ${bin}`),
  toBins: (units, bin) => (bin === null ? `${units} dorthin, wo es herkam` : `${units} in Lagerfach ${bin}`),
  isBack: 'Liegt wieder dort',
  owes: (units) => `${units} zurückzulegen`,
  left: 'Was noch fehlt',
  nothingLeft: 'Alles liegt in der Wand.',
  notThere: (units) => (units === 1 ? 'Nicht da' : `${units} nicht da`),
  missing: (units) => `${units} fehlt`,
  aside: (units, title) => `${units} × ${title}`,
  laidAside: 'Beiseite gelegt: keine Bestellung will es',
  wrongItem: (heard) => `${heard} gehört nicht zu dieser Welle. Leg es beiseite.`,
  notWanted: (title) => `Keine Bestellung will mehr von ${title}. Leg es beiseite: es kommt zurück in sein Fach.`,
  full: (orders) =>
    `Für ${orders} ist kein Fach frei. Leg es in die Wartekiste; scanne es noch einmal, sobald eine vollständige Bestellung weg ist.`,
  gone: 'Diese Bestellung ist schon beim Packen.',
  refused: 'Das lässt sich nicht zurücknehmen: Späteres beruht darauf.',
  changed: 'Das hat sich inzwischen geändert. Mach, was der Bildschirm jetzt sagt.',
  notComplete: (slot, left) => `In ${slot} fehlen noch ${left}.`,
  undo: {
    put: (units, title, slot) => `${units} × ${title} in ${slot}`,
    missing: (units, title) => `${units} × ${title} fehlt`,
    putBack: (units, title) => `${units} × ${title} zurückgelegt`,
    cleared: (order) => `Bestellung ${order} weggebracht`,
    aside: (title) => `${title} beiseite gelegt`,
  },
  done: 'Alles ist sortiert',
  doneHint: (missing) =>
    missing > 0
      ? `Jede Bestellung ist beim Packen, ${missing} fehlt.`
      : 'Jede Bestellung ist beim Packen, nichts fehlt.',
  toTheWall: 'Die Welle ist fertig. Bring den Wagen zur Sortierwand.',
};

const french: WallWords = {
  title: 'Mur de tri',
  toWalls: 'Vers le mur de tri',
  none: 'Rien à trier',
  noneHint: 'Une vague prélevée en commun apparaît ici dès qu’elle est terminée.',
  open: 'Trier',
  sorted: (done, all) => `${done} sur ${all} unités`,
  notPicked: 'Cette vague n’est pas encore prélevée.',
  over: 'Cette vague est expédiée ou annulée. On n’en trie plus rien.',
  emptySlots: (slots) => `Ce qui est dans ${slots} retourne dans ses casiers.`,
  offline: 'Pas de connexion. Le mur en a besoin : ne posez rien avant son retour.',
  scan: 'Scannez un article',
  scanHint: 'Scannez ou saisissez',
  putInto: 'Mettez dans',
  slot: (name) => `Case ${name}`,
  ofHere: (put, units) => `${put} sur ${units}`,
  allIn: (units) => `Les ${units} y sont`,
  complete: (order) => `La commande ${order} est complète`,
  carry: 'Portez-la à l’emballage',
  carried: (slot) => `${slot} est vide`,
  free: 'Libre',
  waiting: (orders) => `${orders} ${orders < 2 ? 'commande attend' : 'commandes attendent'} une case`,
  waitingFor: (order, units) => `${order} (${units})`,
  waitingTote: 'Dans le bac d’attente',
  slotFree: 'Une case est libre : scannez ce qui est dans le bac d’attente',
  otherWave: (wave) => `prise par la vague ${wave}`,
  putBack: 'Remettez en place',
  putBackWhat: (units, title) => `${units} × ${title}`,
  fromSlot: (slot) => `De la case ${slot}`,
  fromCart: 'Du chariot',
  toBin: (bin) => (bin === null ? 'Là d’où il vient' : `Dans le casier ${bin}`),
  toBins: (units, bin) => (bin === null ? `${units} là d’où il vient` : `${units} dans le casier ${bin}`),
  isBack: 'C’est remis',
  owes: (units) => `${units} à remettre`,
  left: 'Ce qui reste',
  nothingLeft: 'Tout est dans le mur.',
  notThere: (units) => (units === 1 ? 'Absent' : `${units} absents`),
  missing: (units) => `${units} ${units < 2 ? 'manquant' : 'manquants'}`,
  aside: (units, title) => `${units} × ${title}`,
  laidAside: 'Mis de côté : aucune commande n’en veut',
  wrongItem: (heard) => `${heard} n’est pas de cette vague. Mettez-le de côté.`,
  notWanted: (title) => `Aucune commande ne veut plus de ${title}. Mettez-le de côté : il retourne à son casier.`,
  full: (orders) =>
    `Aucune case n’est libre pour ${orders}. Mettez-le dans le bac d’attente ; scannez-le de nouveau dès qu’une commande complète est emportée.`,
  gone: 'Cette commande est déjà à l’emballage.',
  refused: 'Impossible d’annuler : une action suivante en dépend.',
  changed: 'Cela a changé entre-temps. Faites ce que l’écran dit maintenant.',
  notComplete: (slot, left) => `Il manque encore ${left} dans ${slot}.`,
  undo: {
    put: (units, title, slot) => `${units} × ${title} dans ${slot}`,
    missing: (units, title) => `${units} × ${title} manquant`,
    putBack: (units, title) => `${units} × ${title} remis`,
    cleared: (order) => `Commande ${order} emportée`,
    aside: (title) => `${title} mis de côté`,
  },
  done: 'Tout est trié',
  doneHint: (missing) =>
    missing > 0
      ? `Chaque commande est à l’emballage, ${missing} ${missing < 2 ? 'manque' : 'manquent'}.`
      : 'Chaque commande est à l’emballage, rien ne manque.',
  toTheWall: 'La vague est terminée. Amenez le chariot au mur de tri.',
};

const all: Record<Language, WallWords> = { en: english, de: german, fr: french };

export const wallWordsIn = (language: Language): WallWords => all[language];
