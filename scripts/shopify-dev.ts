// npm run shopify:dev: the real Shopify CLI, once everything is installed. It logs in, opens a tunnel and starts
// scripts/under-shopify.ts; options are its own. It runs in this process, so that the terminal and Ctrl-C are its.
process.argv.splice(2, 0, 'app', 'dev');
// A path, not a package: the CLI exports nothing to import.
await import(new URL('../node_modules/@shopify/cli/bin/run.js', import.meta.url).href);
