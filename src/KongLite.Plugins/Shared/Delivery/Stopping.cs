namespace KongLite.Plugins.Shared.Delivery;

/// <summary>How far the stop of the node is.</summary>
/// <param name="HasBegun">Nothing waits any longer: what is there goes at once.</param>
/// <param name="IsOver">Nothing is sent any longer.</param>
internal readonly record struct Stopping(CancellationToken HasBegun, CancellationToken IsOver);
