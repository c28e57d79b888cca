using System.Text.RegularExpressions;

namespace KongLite.Settings;

/// <summary>Names that a configuration of Kong's may hold and that this node has no field for.</summary>
internal static partial class KnownProperties
{
    private const string Names =
        """
        proxy_error_log proxy_stream_access_log proxy_stream_error_log admin_error_log status_error_log admin_gui_access_log admin_gui_error_log vaults anonymous_reports proxy_server proxy_server_ssl_verify
        request_debug request_debug_token
        admin_gui_listen stream_listen cluster_listen debug_listen admin_gui_ssl_cert admin_gui_ssl_cert_key debug_ssl_cert debug_ssl_cert_key
        ssl_prefer_server_ciphers ssl_dhparam
        ssl_session_tickets ssl_session_timeout ssl_session_cache_size worker_consistency worker_events_max_payload client_max_body_size
        admin_api_uri admin_gui_path admin_gui_api_url admin_gui_header_txt
        pg_ssl_required pg_ssl_version pg_ssl_cert pg_ssl_cert_key
        db_update_propagation db_cache_ttl db_cache_neg_ttl db_resurrect_ttl db_cache_warmup_entities mem_cache_size
        lmdb_environment_path lmdb_map_size lmdb_validation_tag
        dns_no_sync
        new_dns_client resolver_address resolver_hosts_file resolver_family resolver_valid_ttl resolver_error_ttl resolver_stale_ttl
        resolver_lru_cache_size resolver_mem_cache_size
        untrusted_lua untrusted_lua_sandbox_requires untrusted_lua_sandbox_environment lua_ssl_protocols
        lua_socket_pool_size lua_package_path lua_package_cpath tracing_instrumentations tracing_sampling_rate
        opentelemetry_tracing opentelemetry_tracing_sampling_rate
        pluginserver_names wasm wasm_filters wasm_filters_path wasm_dynamic_module kic dedicated_config_processing legacy_worker_events
        privileged_agent dedicated_config_processing_on_privileged_agent
        vault_env_prefix nginx_user nginx_worker_processes nginx_daemon nginx_optimizations stream_proxy_ssl_enabled
        """;

    private static readonly HashSet<string> All =
        new(Names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    /// <summary>Whether Kong has a property of this name.</summary>
    public static bool Contains(string name) =>
        All.Contains(name) || IsDirective(name) || PluginServer().IsMatch(name) || name.StartsWith("cluster_", StringComparison.Ordinal);

    /// <summary>Whether the name is a web server directive: <c>nginx_http_keepalive_requests</c>.</summary>
    public static bool IsDirective(string name) => Directive().IsMatch(name);

    [GeneratedRegex("^nginx_(main|events|http|proxy|location|upstream|admin|admin_gui|status|debug|stream|sproxy|supstream|wasm|wasm_shm|wasm_main|wasm_wasmer|wasm_wasmtime|wasm_v8)_[a-z0-9_]+$")]
    private static partial Regex Directive();

    [GeneratedRegex("^pluginserver_[a-z0-9_]+_(socket|start_cmd|query_cmd)$")]
    private static partial Regex PluginServer();
}
