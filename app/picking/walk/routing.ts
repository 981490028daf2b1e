// How people of a location walk: the shortest way that a phone or a list leads them, or by a rule that they know by heart.
export const ROUTINGS = ['shortest', 's-shape', 'largest-gap'] as const;
export type Routing = (typeof ROUTINGS)[number];

export const isRouting = (text: string): text is Routing => (ROUTINGS as readonly string[]).includes(text);
