namespace KongLite.Gateway.Telemetry;

/// <summary>Forms of a line in an access log.</summary>
public enum AccessLogFormat
{
    /// <summary>nginx's <c>combined</c>.</summary>
    Combined,

    /// <summary>Kong's <c>kong_log_format</c>: <see cref="Combined"/>, then <c>kong_request_id: "…"</c>.</summary>
    Kong,
}
