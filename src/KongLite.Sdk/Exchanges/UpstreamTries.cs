namespace KongLite.Sdk.Exchanges;

/// <summary>The tries of an exchange, in order. Almost every request has one, which costs no object.</summary>
public struct UpstreamTries
{
    private UpstreamTry _first;
    private List<UpstreamTry>? _more;

    /// <summary>How many there were.</summary>
    public int Count { get; private set; }

    /// <summary>A try by its place, from 0.</summary>
    public readonly UpstreamTry this[int index] => index == 0 ? _first : _more![index - 1];

    internal void Begin(in UpstreamTry started)
    {
        if (Count++ == 0)
        {
            _first = started;
        }
        else
        {
            (_more ??= []).Add(started);
        }
    }

    internal void End(int? status, bool hasFailed)
    {
        UpstreamTry ended = this[Count - 1] with { Status = status, HasFailed = hasFailed };
        if (Count == 1)
        {
            _first = ended;
        }
        else
        {
            _more![Count - 2] = ended;
        }
    }
}
