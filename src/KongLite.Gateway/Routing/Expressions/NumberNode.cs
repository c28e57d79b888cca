using KongLite.Sdk.Routing.Expressions;

namespace KongLite.Gateway.Routing.Expressions;

/// <summary>Compares a number of the request.</summary>
internal sealed class NumberNode(NumberField field, Comparison comparison, long value) : ExpressionNode
{
    public override bool IsMet(in RequestKey key, ref PathFinding finding)
    {
        long number = field switch
        {
            NumberField.ClientPort => key.ClientPort,
            NumberField.Port => Port(key),
            _ => PathSegments.Count(key.Path),
        };
        return comparison switch
        {
            Comparison.Equal => number == value,
            Comparison.NotEqual => number != value,
            Comparison.Greater => number > value,
            Comparison.GreaterOrEqual => number >= value,
            Comparison.Less => number < value,
            _ => number <= value,
        };
    }

    private static int Port(in RequestKey key)
    {
        HostAndPort.Split(key.Host, out int port);
        return port == HostAndPort.NoPort ? key.ListenerPort : port;
    }
}

/// <summary>The numbers of a request.</summary>
internal enum NumberField
{
    /// <summary>Port of the client.</summary>
    ClientPort,

    /// <summary>Port in the Host header, else of the listener.</summary>
    Port,

    /// <summary>How many segments the path has.</summary>
    Segments,
}
