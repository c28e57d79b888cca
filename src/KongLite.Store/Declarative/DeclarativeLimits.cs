namespace KongLite.Store.Declarative;

/// <summary>How much a document may hold.</summary>
/// <param name="Values">Values of any kind; each takes some fifty bytes of memory, however few it takes in the text.</param>
/// <param name="Entities">Entities; each takes about a kilobyte, even one that is written as <c>{}</c>.</param>
public sealed record DeclarativeLimits(int Values, int Entities)
{
    /// <summary>For documents that come over the network: far more than any configuration has.</summary>
    public static DeclarativeLimits Posted { get; } = new(5_000_000, 500_000);

    /// <summary>For files of the node's own or of its operator, who may keep as much as the machine holds.</summary>
    public static DeclarativeLimits None { get; } = new(int.MaxValue, int.MaxValue);
}
