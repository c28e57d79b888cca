using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.OpenTelemetry;

/// <summary>Passes traces on and sends traces and logs to an OpenTelemetry collector.</summary>
[Plugin<OpenTelemetryConfig>("opentelemetry", Priority = 14)]
internal sealed class OpenTelemetryPlugin;
