namespace KongLite.Gateway.Routing;

/// <summary>Candidates by host, or by one end of it.</summary>
internal sealed class HostTable
{
    private readonly Dictionary<string, CandidateTable> _tables;
    private readonly Dictionary<string, CandidateTable>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    private HostTable(Dictionary<string, CandidateTable> tables)
    {
        _tables = tables;
        _lookup = tables.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether nothing is in it.</summary>
    public bool IsEmpty => _tables.Count == 0;

    /// <summary>Looks for a better candidate among those of a host.</summary>
    public void Search(ReadOnlySpan<char> host, in RequestKey key, ref RouteSearch search)
    {
        if (_lookup.TryGetValue(host, out CandidateTable? table))
        {
            table.Search(key, ref search);
        }
    }

    /// <summary>Collects what a table will hold.</summary>
    internal sealed class Builder
    {
        private readonly Dictionary<string, List<IndexEntry>> _entries = new(StringComparer.Ordinal);

        /// <summary>Adds a candidate; those that go first come first.</summary>
        public void Add(string host, IndexEntry entry)
        {
            if (!_entries.TryGetValue(host, out List<IndexEntry>? entries))
            {
                _entries.Add(host, entries = new List<IndexEntry>(1));
            }

            entries.Add(entry);
        }

        /// <summary>The table.</summary>
        public HostTable Build()
        {
            var tables = new Dictionary<string, CandidateTable>(_entries.Count, StringComparer.Ordinal);
            foreach ((string host, List<IndexEntry> entries) in _entries)
            {
                tables.Add(host, new CandidateTable(entries));
            }

            return new HostTable(tables);
        }
    }
}
