# One image for the web process (default), the worker and the migrations; docs/operate.md says how to run them.
# Node runs the TypeScript as it is; only the pages are built.
FROM node:24-slim AS build
WORKDIR /backroom
COPY package.json package-lock.json .npmrc ./
COPY extensions ./extensions
# Nothing here needs an install script: the Node of this image is used, and PostgreSQL is elsewhere.
RUN npm ci --include=dev --ignore-scripts
COPY . .
RUN node scripts/build.ts

FROM node:24-slim AS dependencies
WORKDIR /backroom
COPY package.json package-lock.json .npmrc ./
COPY extensions ./extensions
RUN npm ci --omit=dev --ignore-scripts
COPY --from=build /backroom/node_modules/.prisma ./node_modules/.prisma

FROM node:24-slim
WORKDIR /backroom
ENV NODE_ENV=production PORT=3000
COPY --from=dependencies /backroom/node_modules ./node_modules
COPY --from=build /backroom/build ./build
COPY package.json prisma.config.ts shopify.app.toml LICENSE ./
COPY prisma ./prisma
COPY scripts ./scripts
COPY app ./app
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "app/web.server.ts"]
