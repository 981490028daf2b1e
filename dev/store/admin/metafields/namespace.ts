import { gidTail } from '../../kernel/gid.ts';

/** The namespace that only this app may write to. */
export const ownNamespace = (app: string): string => `app--${gidTail(app)}`;

/** A namespace as it is kept: absent or `$app` is the app's own, `$app:plan` a part of it. */
export function namespaceOf(name: string | null | undefined, app: string): string {
  if (name == null || name === '$app') return ownNamespace(app);
  return name.startsWith('$app:') ? `${ownNamespace(app)}--${name.slice(5)}` : name;
}

/** `custom.color` or `color`, with or without a namespace of its own beside it. */
export function placeOf(key: string, namespace: string | null | undefined, app: string): [string, string] {
  const dot = namespace == null ? key.lastIndexOf('.') : -1;
  return dot < 0 ? [namespaceOf(namespace, app), key] : [namespaceOf(key.slice(0, dot), app), key.slice(dot + 1)];
}
