// The floor's frame: words, colours and the shell that opens without a connection. Its pages load nothing from the server, so that
// what a browser keeps of them is never out of date; data come by floor.api.*.
import type { LinksFunction, MetaFunction } from '@remix-run/node';
import { Outlet, useLocation } from '@remix-run/react';
import { useEffect, useState } from 'react';
import { type Language, readLanguage } from '../../picking/floor/language.ts';
import { wordsIn } from '../../picking/floor/words/words.ts';
import styles from '../../ui/floor.css?url';
import { type Floor, type Look, looks } from './frame.ts';
import { keepShell } from './shell.ts';

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: styles },
  { rel: 'manifest', href: '/floor.webmanifest' },
  { rel: 'icon', href: '/floor-icon.svg', type: 'image/svg+xml' },
];

export const meta: MetaFunction = () => [
  { title: 'Backroom' },
  { name: 'theme-color', content: '#ffffff', media: '(prefers-color-scheme: light)' },
  { name: 'theme-color', content: '#101418', media: '(prefers-color-scheme: dark)' },
];

export default function FloorFrame() {
  const [language, setLanguage] = useState<Language>('en');
  const [look, chooseLook] = useState<Look>('auto');
  const { pathname } = useLocation();
  useEffect(() => {
    setLanguage(readLanguage(localStorage.getItem('floor-language')) ?? readLanguage(navigator.language) ?? 'en');
    chooseLook(looks.find((one) => one === localStorage.getItem('floor-look')) ?? 'auto');
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset.look = look;
  }, [language, look]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page is kept when it is come to
  useEffect(() => void keepShell(), [pathname]);
  const floor: Floor = {
    words: wordsIn(language),
    language,
    look,
    speak: (chosen) => {
      localStorage.setItem('floor-language', chosen);
      setLanguage(chosen);
    },
    suggest: (told) => {
      if (localStorage.getItem('floor-language') === null) setLanguage(told);
    },
    setLook: (chosen) => {
      localStorage.setItem('floor-look', chosen);
      chooseLook(chosen);
    },
  };
  return (
    <div className="floor">
      <Outlet context={floor} />
    </div>
  );
}
