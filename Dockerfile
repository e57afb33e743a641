# Postern's web process. Build: docker build -t postern .   Settings: README.md, docs/deploy/.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN node node_modules/vite/bin/vite.js build --logLevel warn \
	&& npm prune --omit=dev

FROM node:24-slim
ENV NODE_ENV=production \
	POSTERN_HOST=0.0.0.0 \
	POSTERN_PORT=8080 \
	POSTERN_DATA=/data
RUN install -d -o 1000 -g 1000 -m 700 /data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/build ./build
# The entry runs as it is written; the modules it shares with the app are in the server's base folder.
COPY --from=build /app/src/main.js ./src/
COPY --from=build /app/src/lib/server/*.ts ./src/lib/server/
# By number, so that a cluster can see that it is not root.
USER 1000:1000
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
	CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.POSTERN_PORT + '/healthz').then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.js"]
