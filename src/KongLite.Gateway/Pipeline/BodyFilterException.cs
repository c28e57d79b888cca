namespace KongLite.Gateway.Pipeline;

/// <summary>A body filter failed, which has been logged, and nothing more of the answer may reach the client.</summary>
internal sealed class BodyFilterException() : IOException("A body filter failed.");
