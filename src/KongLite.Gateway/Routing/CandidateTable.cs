namespace KongLite.Gateway.Routing;

/// <summary>
/// Candidates that share a host. Few of them are tried in turn; many are looked up by the text that their path begins with, for each length of such texts.
/// </summary>
internal sealed class CandidateTable
{
    private const int MostInTurn = 8;

    // FNV-1a: it grows with each character, so that one walk along the path yields the hashes of all its beginnings.
    private const ulong HashStart = 14695981039346656037;
    private const ulong HashFactor = 1099511628211;

    private readonly IndexEntry[] _inTurn;
    private readonly Dictionary<ulong, IndexEntry[]> _byPrefix;
    private readonly int[] _lengths;

    /// <summary>Builds the table.</summary>
    /// <param name="entries">What it holds, what goes first first.</param>
    public CandidateTable(List<IndexEntry> entries)
    {
        if (entries.Count <= MostInTurn)
        {
            (_inTurn, _byPrefix, _lengths) = ([.. entries], NoPrefixes, []);
            return;
        }

        var byPrefix = new Dictionary<ulong, List<IndexEntry>>();
        var lengths = new SortedSet<int>();
        foreach (IndexEntry entry in entries)
        {
            string prefix = entry.Candidate.Path?.Prefix ?? string.Empty;
            lengths.Add(prefix.Length);
            ulong hash = Hash(HashStart, prefix);
            if (!byPrefix.TryGetValue(hash, out List<IndexEntry>? same))
            {
                byPrefix.Add(hash, same = new List<IndexEntry>(1));
            }

            same.Add(entry);
        }

        _inTurn = [];
        _byPrefix = byPrefix.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());
        _lengths = [.. lengths];
    }

    private static Dictionary<ulong, IndexEntry[]> NoPrefixes { get; } = [];

    /// <summary>Looks for a candidate that goes before the best one so far.</summary>
    public void Search(in RequestKey key, ref RouteSearch search)
    {
        Try(_inTurn, key, ref search);
        ReadOnlySpan<char> path = key.Path;
        ulong hash = HashStart;
        int at = 0;
        foreach (int length in _lengths)
        {
            if (length > path.Length)
            {
                return;
            }

            hash = Hash(hash, path[at..length]);
            at = length;
            // Another text with the same hash does no harm: a candidate compares its path itself.
            if (_byPrefix.TryGetValue(hash, out IndexEntry[]? entries))
            {
                Try(entries, key, ref search);
            }
        }
    }

    private static void Try(IndexEntry[] entries, in RequestKey key, ref RouteSearch search)
    {
        foreach (ref readonly IndexEntry entry in entries.AsSpan())
        {
            if (entry.Rank >= search.Rank)
            {
                return;
            }

            bool isForPort = entry.Port == HostAndPort.NoPort || entry.Port == search.Port;
            if (isForPort && entry.Candidate.IsMet(key, search, out int start, out int length))
            {
                (search.Candidate, search.Rank, search.Start, search.Length) = (entry.Candidate, entry.Rank, start, length);
                return;
            }
        }
    }

    private static ulong Hash(ulong hash, ReadOnlySpan<char> text)
    {
        foreach (char each in text)
        {
            hash = unchecked((hash ^ each) * HashFactor);
        }

        return hash;
    }
}
