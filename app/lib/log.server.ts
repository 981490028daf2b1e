// Structured logs without secrets or personal data: say what happened, to what, and what to do next.
import pino from 'pino';
import { env } from '../env.server.ts';

export const log = pino({
  level: env.LOG_LEVEL,
  base: { process: process.env.BACKROOM_PROCESS ?? 'app' },
  redact: {
    paths: [
      '*.accessToken',
      '*.refreshToken',
      '*.authorization',
      '*.email',
      '*.phone',
      '*.address',
      'accessToken',
      'refreshToken',
      'authorization',
      'email',
      'phone',
      'address',
    ],
    censor: '[redacted]',
  },
});
