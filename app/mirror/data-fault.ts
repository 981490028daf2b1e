// Telling a fault of the data (it will fail again) from a fault of the moment (the database is away, a lock, a time-out).

/** True when PostgreSQL refused the values themselves: class 22 (data exception), 23 (constraint), 54 (too great). */
export function isDataFault(error: unknown): boolean {
  const { code, meta } = (error ?? {}) as { code?: string; meta?: Record<string, unknown> };
  if (code === 'P2000' || code === 'P2002' || code === 'P2003' || code === 'P2011' || code === 'P2020') return true;
  const state = sqlState(meta);
  return state !== null && /^(22|23|54)/.test(state);
}

/** Which fault it is, without the values that PostgreSQL's own message quotes. */
export function whyRefused(error: unknown): string {
  const { code, meta, name } = (error ?? {}) as { code?: string; meta?: Record<string, unknown>; name?: string };
  const state = sqlState(meta);
  return state ? `SQLSTATE ${state}` : (code ?? name ?? 'an unknown fault');
}

function sqlState(meta: Record<string, unknown> | undefined): string | null {
  if (!meta) return null;
  if (typeof meta.code === 'string') return meta.code;
  const cause = (meta.driverAdapterError as { cause?: { originalCode?: unknown } } | undefined)?.cause?.originalCode;
  return typeof cause === 'string' ? cause : null;
}
