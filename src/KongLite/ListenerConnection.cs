using KongLite.Sdk.Exchanges;

namespace KongLite;

/// <summary>A connection, as a feature of which requests learn on which side of the node they came in. One feature for all that is asked of every request.</summary>
/// <param name="kind">What its address is for.</param>
/// <param name="number">Its number among all connections since the node started, from 1.</param>
internal sealed class ListenerConnection(ListenerKind kind, long number) : ClientConnection(number)
{
    /// <summary>What its address is for.</summary>
    public ListenerKind Kind => kind;
}
