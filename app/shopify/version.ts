/** The one API version: shopify.app.toml must say the same (a test compares them). */
export const API_VERSION = '2026-07';
