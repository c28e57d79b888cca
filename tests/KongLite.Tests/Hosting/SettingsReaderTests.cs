using KongLite.Settings;

namespace KongLite.Tests.Hosting;

public sealed class SettingsReaderTests
{
    [Theory]
    [InlineData("log_level", "foo", "log_level has an invalid value: 'foo' (debug, info, notice, warn, error, crit, alert, emerg)")]
    [InlineData("router_flavor", "x", "router_flavor has an invalid value: 'x' (traditional, traditional_compatible, expressions)")]
    [InlineData("database", "mysql", "database has an invalid value: 'mysql' (postgres, off, file)")]
    [InlineData("database", "cassandra", "Cassandra as a datastore for Kong is not supported in versions 3.4 and above. Please use Postgres.")]
    [InlineData("trusted_ips", "10.0.0.0/8,abc", "trusted_ips must be a comma separated list in the form of IPv4 or IPv6 address or CIDR block or 'unix:', got 'abc'")]
    [InlineData("dns_resolver", "10.0.0.1,ns.test", "dns_resolver must be a comma separated list in the form of IPv4/6 or IPv4/6:port, got 'ns.test'")]
    [InlineData("dns_order", "LAST,MX", "dns_order: invalid entry 'MX'")]
    [InlineData("dns_hostsfile", "/nowhere/hosts", "dns_hostsfile: file does not exist")]
    [InlineData("trusted_ips", "10.0.0.0/33", "trusted_ips must be a comma separated list in the form of IPv4 or IPv6 address or CIDR block or 'unix:', got '10.0.0.0/33'")]
    [InlineData("headers", "via,foo", "headers: invalid entry 'foo'")]
    [InlineData("headers_upstream", "foo", "headers_upstream: invalid entry 'foo'")]
    [InlineData("ssl_cipher_suite", "best", "Undefined cipher suite best")]
    [InlineData("port_maps", "80", "invalid port mapping (`port_maps`): 80")]
    [InlineData("port_maps", "80:8000, 443:0", "invalid port mapping (`port_maps`): 443:0")]
    [InlineData("worker_state_update_frequency", "0", "worker_state_update_frequency must be greater than 0")]
    [InlineData("upstream_keepalive_pool_size", "-1", "upstream_keepalive_pool_size must be 0 or greater")]
    [InlineData("upstream_keepalive_max_requests", "-1", "upstream_keepalive_max_requests must be 0 or greater")]
    [InlineData("upstream_keepalive_idle_timeout", "-1", "upstream_keepalive_idle_timeout must be 0 or greater")]
    [InlineData("lua_max_req_headers", "1001", "lua_max_req_headers must be an integer between 1 and 1000")]
    [InlineData("lua_max_resp_headers", "0", "lua_max_resp_headers must be an integer between 1 and 1000")]
    [InlineData("lua_max_uri_args", "0", "lua_max_uri_args must be an integer between 1 and 1000")]
    [InlineData("lua_max_post_args", "0", "lua_max_post_args must be an integer between 1 and 1000")]
    [InlineData("pg_max_concurrent_queries", "-1", "pg_max_concurrent_queries must be greater than 0")]
    [InlineData("pg_semaphore_timeout", "-1", "pg_semaphore_timeout must be greater than 0")]
    [InlineData("node_id", "x", "node_id must be a valid UUID")]
    [InlineData("ssl_cert", "a.pem", "ssl_cert_key must be specified")]
    [InlineData("ssl_cert_key", "a.key", "ssl_cert must be specified")]
    [InlineData("admin_ssl_cert", "a.pem", "admin_ssl_cert_key must be specified")]
    [InlineData("status_ssl_cert_key", "a.key", "status_ssl_cert must be specified")]
    public void Says_what_Kong_says_of_a_wrong_value(string name, string value, string message) =>
        Assert.Equal([message], Read((name, value)).Errors);

    [Theory]
    [InlineData("pg_port", "abc", "pg_port must be an integer, got 'abc'")]
    [InlineData("pg_port", "65536", "pg_port must be an integer between 0 and 65535")]
    [InlineData("upstream_keepalive_idle_timeout", "1s", "upstream_keepalive_idle_timeout must be a number, got '1s'")]
    [InlineData("lua_max_uri_args", "1.5", "lua_max_uri_args must be an integer, got '1.5'")]
    [InlineData("pg_ssl", "maybe", "pg_ssl must be 'on' or 'off', got 'maybe'")]
    [InlineData("nginx_http_client_max_body_size", "8 MB", "nginx_http_client_max_body_size must be a size such as '512', '8k', '10m' or '1g', got '8 MB'")]
    [InlineData("lua_ssl_trusted_certificate", "system,/no/such.pem", "lua_ssl_trusted_certificate: failed loading certificate from /no/such.pem")]
    [InlineData("lua_ssl_trusted_certificate", "-----BEGIN CERTIFICATE-----", "lua_ssl_trusted_certificate: failed loading certificate from the given text")]
    [InlineData("pg_ro_semaphore_timeout", "-1", "pg_ro_semaphore_timeout must be greater than 0")]
    [InlineData("pg_ro_ssl", "yes", "pg_ro_ssl must be 'on' or 'off', got 'yes'")]
    [InlineData("pghost", "db", "unknown property 'pghost' (KONG_PGHOST), see docs/settings.md")]
    [InlineData("nginx_htp_gzip", "on", "unknown property 'nginx_htp_gzip' (KONG_NGINX_HTP_GZIP), see docs/settings.md")]
    [InlineData("ssl_protocols", "TLSv1.1", "ssl_protocols must name TLSv1.2 or TLSv1.3, older versions are not spoken")]
    [InlineData("ssl_protocols", "TLSv1.2 TLSv9", "ssl_protocols: unknown version 'TLSv9'")]
    [InlineData("nginx_proxy_proxy_ssl_trusted_certificate", "/no/such.pem", "nginx_proxy_proxy_ssl_trusted_certificate: failed loading certificate from /no/such.pem")]
    [InlineData("nginx_proxy_proxy_ssl_verify_depth", "-1", "nginx_proxy_proxy_ssl_verify_depth must be 0 or greater")]
    [InlineData("lua_ssl_verify_depth", "-1", "lua_ssl_verify_depth must be 0 or greater")]
    [InlineData("role", "data_plane", "role: hybrid mode is not served, only 'traditional' is")]
    [InlineData("prefix", "", "prefix: required field missing")]
    [InlineData("pg_password", "{vault://env/no-such-thing}", "pg_password: no value for the reference {vault://env/no-such-thing}")]
    public void Stops_where_Kong_would_guess(string name, string value, string message) =>
        Assert.Equal([message], Read((name, value)).Errors);

    [Fact]
    public void Says_when_nothing_is_left_of_TLS()
    {
        Assert.Equal(["ssl_ciphers: no cipher match in 'RC4-MD5'"], Read(("ssl_cipher_suite", "custom"), ("ssl_ciphers", "RC4-MD5")).Errors);
        Assert.Equal(
            ["ssl_protocols names none of the versions of ssl_cipher_suite = modern"], Read(("ssl_cipher_suite", "modern"), ("ssl_protocols", "TLSv1.2")).Errors);
        Assert.Empty(Read(("ssl_cipher_suite", "fips"), ("ssl_ciphers", "RC4-MD5")).Errors);
    }

    [Fact]
    public void Counts_the_two_halves_of_certificate_pairs() =>
        Assert.Equal(
            ["ssl_cert was specified 2 times while ssl_cert_key was specified 1 times"],
            Read(("ssl_cert", "a.pem, b.pem"), ("ssl_cert_key", "a.key")).Errors);

    [Fact]
    public void Reports_every_wrong_value_at_once() =>
        Assert.Equal(2, Read(("log_level", "foo"), ("headers", "bar")).Errors.Count);

    [Theory]
    [InlineData("on", true)]
    [InlineData("true", true)]
    [InlineData("off", false)]
    [InlineData("false", false)]
    public void Reads_booleans(string text, bool expected) => Assert.Equal(expected, Settings(("real_ip_recursive", text)).RealIpRecursive);

    [Fact]
    public void Reads_lists_at_commas_and_trims_their_entries() =>
        Assert.Equal(["10.0.0.0/8", "::1", "unix:"], Settings(("trusted_ips", " 10.0.0.0/8 , ::1,unix: ")).TrustedIps);

    [Theory]
    [InlineData("0", null)]
    [InlineData("512", 512L)]
    [InlineData("8k", 8192L)]
    [InlineData("10M", 10485760L)]
    [InlineData("1g", 1073741824L)]
    public void Reads_sizes(string text, long? bytes) => Assert.Equal(bytes, Settings(("nginx_http_client_max_body_size", text)).MaxBodyBytes);

    [Fact]
    public void Has_Kongs_defaults()
    {
        NodeSettings settings = Settings();

        Assert.Equal(["server_tokens", "latency_tokens", "x-kong-request-id"], settings.Headers);
        Assert.Equal("X-Real-IP", settings.RealIpHeader);
        Assert.Equal((512, 10000, 60.0), (settings.UpstreamKeepalivePoolSize, settings.UpstreamKeepaliveMaxRequests, settings.UpstreamKeepaliveIdleTimeout));
        Assert.Equal((8192, (long?)null, 10485760L), (settings.BodyBufferBytes, settings.MaxBodyBytes, settings.AdminMaxBodyBytes));
        Assert.Equal(["bundled"], settings.Plugins);
        Assert.Equal(LogLevelName.Notice, settings.LogLevel);
    }

    [Theory]
    [InlineData("pg_host", "db", "Postgres")]
    [InlineData("pg_database", "kong", "Postgres")]
    [InlineData("pg_password", "secret", "Postgres")]
    [InlineData("pg_timeout", "100", "File")]
    [InlineData("plugins", "off", "File")]
    [InlineData("database", "off", "Off")]
    public void Takes_the_file_unless_a_connection_to_Postgres_is_described(string name, string value, string expected) =>
        Assert.Equal(expected, Settings((name, value)).Database.ToString());

    [Fact]
    public void Lets_a_said_database_win_over_connection_settings() =>
        Assert.Equal(Database.Off, Settings(("pg_host", "db"), ("database", "off")).Database);

    [Fact]
    public void Lets_the_specific_buffer_size_win() =>
        Assert.Equal(16384, Settings(("client_body_buffer_size", "1k"), ("nginx_http_client_body_buffer_size", "16k")).BodyBufferBytes);

    [Theory]
    [InlineData("dns_no_sync", "on")]
    [InlineData("nginx_http_keepalive_requests", "100")]
    [InlineData("nginx_upstream_keepalive", "8")]
    [InlineData("cluster_cert", "x")]
    [InlineData("pluginserver_go_socket", "/tmp/x")]
    [InlineData("stream_listen", "off")]
    public void Accepts_what_only_Kong_uses(string name, string value) => Assert.Equal([name], Settings((name, value)).Extras.Unused);

    [Fact]
    public void Resolves_references_and_keeps_them_for_display()
    {
        var reader = new SettingsReader(new Dictionary<string, string> { ["DB_PASSWORD"] = "secret" });

        NodeSettings settings = reader.Read(new Dictionary<string, string> { ["pg_password"] = "{vault://env/db-password}" }).Settings!;

        Assert.Equal("secret", settings.PgPassword);
        Assert.Equal("{vault://env/db-password}", settings.Extras.References["pg_password"]);
    }

    [Fact]
    public void Lets_the_environment_win_over_the_file_and_the_command_line_over_both()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, "real_ip_header = From-File\nport_maps = 80:8000 # outside\nprefix=/from/file\n");
        var reader = new SettingsReader(new Dictionary<string, string>
        {
            ["KONG_REAL_IP_HEADER"] = "From-Environment",
            ["KONG_PREFIX"] = "/from/environment",
            ["UNRELATED"] = "x",
        });

        NodeSettings settings = reader.Load(file, new Dictionary<string, string> { ["prefix"] = "/from/line" }).Settings!;

        File.Delete(file);
        Assert.Equal("From-Environment", settings.RealIpHeader);
        Assert.Equal("/from/line", settings.Prefix);
        Assert.Equal(["80:8000"], settings.PortMaps);
    }

    [Theory]
    [InlineData("KONG_SERVICE_HOST")]
    [InlineData("KONG_PROXY_SERVICE_PORT_HTTPS")]
    [InlineData("KONG_PORT")]
    [InlineData("KONG_PROXY_PORT_80_TCP_ADDR")]
    [InlineData("KONG_VERSION")]
    public void Ignores_what_Kubernetes_and_images_announce(string variable) =>
        Assert.Empty(EnvironmentSettings.Read(new Dictionary<string, string> { [variable] = "tcp://10.0.0.1:80" }, _ => false));

    [Fact]
    public void Takes_a_property_that_looks_like_an_announcement() =>
        Assert.Equal("5432", EnvironmentSettings.Read(new Dictionary<string, string> { ["KONG_PG_PORT"] = "5432" }, name => name == "pg_port")["pg_port"]);

    [Fact]
    public void Unsets_what_is_empty() => Assert.Null(Settings(("client_body_buffer_size", "")).ClientBodyBufferSize);

    private static SettingsResult Read(params (string Name, string Value)[] texts) =>
        new SettingsReader(new Dictionary<string, string>()).Read(texts.ToDictionary(each => each.Name, each => each.Value));

    private static NodeSettings Settings(params (string Name, string Value)[] texts)
    {
        SettingsResult result = Read(texts);
        Assert.Empty(result.Errors);
        return result.Settings!;
    }
}
