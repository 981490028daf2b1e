/** The app's settings in tests and in the house that tests start; the database and the addresses are added by each. */
export const testSettings = {
  NODE_ENV: 'test',
  SHOPIFY_API_KEY: 'backroom-test-key',
  SHOPIFY_API_SECRET: 'backroom-test-secret',
  SHOPIFY_APP_URL: 'http://localhost:3000',
  TOKEN_KEYS: Buffer.alloc(32, 7).toString('base64'),
  LOG_LEVEL: 'silent',
};
