using KongLite.Gateway.Forwarding;
using KongLite.Gateway.Telemetry;
using KongLite.Sdk.Exchanges;

namespace KongLite.Gateway.Pipeline;

/// <summary>What a request passes, in order.</summary>
/// <param name="Peers">Who the peer is.</param>
/// <param name="Guard">What never reaches a plugin.</param>
/// <param name="Runner">The plugins.</param>
/// <param name="Forwarder">The way to the service.</param>
/// <param name="Relay">The way back.</param>
/// <param name="Answers">The gateway's own answers.</param>
/// <param name="Telemetry">What is told of it.</param>
/// <param name="Connections">Learns that it has ended; null: nobody counts.</param>
internal sealed record ProxySteps(
    TrustedPeers Peers,
    RequestGuard Guard,
    PluginRunner Runner,
    Forwarder Forwarder,
    AnswerRelay Relay,
    AnswerWriter Answers,
    RequestTelemetry Telemetry,
    ConnectionCounters? Connections = null);
