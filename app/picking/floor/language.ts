// The languages that the floor speaks.
export const languages = ['en', 'de', 'fr'] as const;
export type Language = (typeof languages)[number];

/** What each calls itself. */
export const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch', fr: 'Français' };

export const readLanguage = (text: string | null | undefined): Language | null =>
  languages.find((one) => one === text?.slice(0, 2).toLowerCase()) ?? null;
