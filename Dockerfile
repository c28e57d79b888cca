FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/KongLite -c Release -o /app -p:RestoreLockedMode=true

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# The configuration (kong.yml) and generated certificates: mount a volume to keep them.
RUN mkdir -p /var/lib/konglite && chown "$APP_UID" /var/lib/konglite
ENV KONG_PREFIX=/var/lib/konglite
# As in Kong's image: whoever runs a container reads its output.
ENV KONG_PROXY_ACCESS_LOG=/dev/stdout KONG_ADMIN_ACCESS_LOG=/dev/stdout
VOLUME /var/lib/konglite
USER $APP_UID
# Proxy, Admin API, both with TLS, status API. As in Kong, the last three listen on loopback unless KONG_ADMIN_LISTEN and KONG_STATUS_LISTEN say otherwise.
EXPOSE 8000 8443 8001 8444 8007
HEALTHCHECK --interval=10s --timeout=5s --start-period=5s CMD ["./konglite", "health"]
ENTRYPOINT ["./konglite"]
