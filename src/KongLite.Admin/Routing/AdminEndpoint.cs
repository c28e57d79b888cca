namespace KongLite.Admin.Routing;

/// <summary>A path pattern with the methods it has.</summary>
internal sealed class AdminEndpoint
{
    private readonly Dictionary<string, AdminHandler> _handlers;

    /// <summary>An endpoint.</summary>
    /// <param name="pattern">The pattern, <c>/services/{services}</c>.</param>
    /// <param name="handlers">
    /// Method to handler. HEAD comes with GET. OPTIONS comes by itself, unless its handler, which answers 204 to go on, finds that the path leads nowhere.
    /// </param>
    public AdminEndpoint(string pattern, IEnumerable<(string Method, AdminHandler Handler)> handlers)
    {
        Pattern = pattern;
        _handlers = handlers.ToDictionary(each => each.Method, each => each.Handler, StringComparer.Ordinal);
        if (_handlers.TryGetValue("GET", out AdminHandler? get))
        {
            _handlers.TryAdd("HEAD", get);
        }

        Allow = string.Join(", ", _handlers.Keys.Append("OPTIONS").Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>The pattern, as <c>/endpoints</c> shows it.</summary>
    public string Pattern { get; }

    /// <summary>The methods, sorted, as in <c>Allow</c>.</summary>
    public string Allow { get; }

    /// <summary>The methods with a behaviour of their own, sorted: all but HEAD and OPTIONS.</summary>
    public IEnumerable<string> Methods => _handlers.Keys.Where(method => method is not ("HEAD" or "OPTIONS")).Order(StringComparer.Ordinal);

    /// <summary>The handler of a method; null: the path does not have it.</summary>
    public AdminHandler? Find(string method) => _handlers.GetValueOrDefault(method);
}
