import type { StoreRequest, StoreResponse } from '../kernel/route.ts';

/** Text that is already HTML. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

type Part = Html | URLSearchParams | string | number | bigint | false | null | undefined | Part[];

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function render(part: Part): string {
  if (part === false || part === null || part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(render).join('');
  return String(part).replace(/[&<>"']/g, (one) => ESCAPES[one]!);
}

/** html`<p>${text}</p>`: every inserted value is escaped unless it is Html itself; lists are joined; false, null and undefined are nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.reduce((text, string, at) => text + render(parts[at - 1]) + string));
}

/** Data for a page's script, safe inside <script type="application/json">. */
export function json(value: unknown): Html {
  return new Html(JSON.stringify(value).replace(/</g, '\\u003c'));
}

export function respond(document: Html, status = 200, headers: Record<string, string> = {}): StoreResponse {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: document.text,
  };
}

export function redirect(location: string, headers: Record<string, string> = {}): StoreResponse {
  return { status: 303, headers: { location, ...headers }, body: '' };
}

/** The fields of a posted form. */
export function form(request: StoreRequest): URLSearchParams {
  return new URLSearchParams(request.body.toString('utf8'));
}

export function cookie(request: StoreRequest, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(/;\s*/)) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at) === name) return decodeURIComponent(pair.slice(at + 1));
  }
  return undefined;
}
