# An image that holds vastguard, git and nothing to build with:
#   docker build --tag vastguard .
#   docker run --rm --network none --user "$(id -u):$(id -g)" --volume "$PWD:/repository:ro" vastguard
FROM swift:6.3.1-bookworm AS build
WORKDIR /vastguard
COPY . .
# hadolint ignore=DL3008
RUN scripts/setup \
  && apt-get install --yes --no-install-recommends dpkg-dev \
  && make deb

FROM debian:bookworm-slim
COPY --from=build /vastguard/.build/deb/*.deb /tmp/
# The repository is mounted, and belongs to whoever it belongs to: git and vastguard are to read it
# all the same. Versions are the distribution's, for its security updates.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install --yes --no-install-recommends git /tmp/*.deb \
  && rm -rf /tmp/*.deb /var/lib/apt/lists/* \
  && git config --system --add safe.directory '*' \
  && useradd --create-home --uid 1000 vastguard
USER 1000:1000
WORKDIR /repository
ENTRYPOINT ["vastguard"]
CMD ["audit"]
