namespace KongLite.Gateway.Balancing;

/// <summary>A set of HTTP statuses.</summary>
internal sealed class StatusSet
{
    private readonly bool[] _has = new bool[1000];

    /// <summary>A set; null stands for the empty one.</summary>
    public StatusSet(IReadOnlyList<int>? statuses)
    {
        foreach (int status in statuses ?? [])
        {
            _has[status] = true;
        }
    }

    /// <summary>Whether a status is in it; any number may be asked.</summary>
    public bool Has(int status) => (uint)status < (uint)_has.Length && _has[status];
}
