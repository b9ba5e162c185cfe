FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked -p bot

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --no-create-home enishi && install -d -o enishi -m 700 /data
COPY --from=build /src/target/release/enishi /usr/local/bin/enishi
USER enishi
ENV ENISHI_DATA_DIR=/data ENISHI_LISTEN=0.0.0.0:8080
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["enishi"]
CMD ["serve"]
