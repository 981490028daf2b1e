// Every setting that comes from the environment, checked once. docs/operate.md lists them.
import { z } from 'zod';

const settings = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** The role backroom_app: subject to row-level security. */
  DATABASE_URL: z.url(),
  SHOPIFY_API_KEY: z.string().min(1),
  SHOPIFY_API_SECRET: z.string().min(1),
  /** The secret before the last rotation; its signatures are accepted while it is set. */
  SHOPIFY_API_SECRET_PREVIOUS: z.string().optional(),
  SHOPIFY_APP_URL: z.url(),
  /** Where the dev store listens; unset, the app speaks to Shopify. */
  SHOPIFY_EMULATOR_URL: z.url().optional(),
  /** Comma-separated base64 keys of 32 bytes: the first seals, all of them open. */
  TOKEN_KEYS: z.string().min(1),
  APP_BRIDGE_URL: z.url().optional(),
  /** Where purchase orders are posted: smtp(s)://user:password@host:port. Unset, people send them themselves. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** The sender of these mails: a mailbox that may send through SMTP_URL. */
  SMTP_FROM: z.string().min(3).default('Backroom <backroom@localhost>'),
  /** "1": purchase orders that are kept in Shopify itself are read each night (they need three more scopes: docs/operate.md). */
  NATIVE_PURCHASE_ORDERS: z.enum(['0', '1']).default('0'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
});

export type Env = z.infer<typeof settings>;

function readEnv(): Env {
  const read = settings.safeParse(process.env);
  if (read.success) return read.data;
  const problems = read.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`These settings are missing or wrong (see docs/operate.md):\n${problems.join('\n')}`);
}

export const env: Env = readEnv();
