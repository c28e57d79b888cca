using System.Text;
using KongLite.Admin.Decoding;

namespace KongLite.Admin.Routing;

/// <summary>
/// All paths of an API. Stricter than ASP.NET's routing, as Kong's is: fixed segments are compared undecoded and win over parameters, one trailing
/// slash is tolerated, and nothing else is normalised.
/// </summary>
internal sealed class EndpointTable
{
    private readonly Node _root = new();
    private readonly List<AdminEndpoint> _endpoints = [];

    /// <summary>Every path, children behind their parent.</summary>
    public IEnumerable<AdminEndpoint> Endpoints =>
        // A slash counts as the lowest character; a NUL is.
        _endpoints.OrderBy(endpoint => endpoint.Pattern.Replace('/', '\0'), StringComparer.Ordinal);

    /// <summary>Every pattern, as <c>/endpoints</c> lists them.</summary>
    public IEnumerable<string> Patterns => Endpoints.Select(endpoint => endpoint.Pattern);

    /// <summary>Adds a path.</summary>
    /// <param name="pattern">The pattern; segments in braces are parameters.</param>
    /// <param name="handlers">Method to handler.</param>
    public void Map(string pattern, params IEnumerable<(string Method, AdminHandler Handler)> handlers)
    {
        var endpoint = new AdminEndpoint(pattern, handlers);
        Node node = _root;
        foreach (string segment in Split(pattern))
        {
            node = segment[0] == '{' ? node.Parameter ??= new Node() : node.Child(segment);
        }

        if (node.Endpoint is not null)
        {
            throw new InvalidOperationException($"{pattern} and {node.Endpoint.Pattern} are the same path");
        }

        node.Endpoint = endpoint;
        _endpoints.Add(endpoint);
    }

    /// <summary>Adds a path unless it is there: the paths that an entity has like every other.</summary>
    public void MapIfFree(string pattern, params IEnumerable<(string Method, AdminHandler Handler)> handlers)
    {
        if (!_endpoints.Any(endpoint => endpoint.Pattern == pattern))
        {
            Map(pattern, handlers);
        }
    }

    /// <summary>Adds a path that Kong lists and never serves.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="answer">The answer to every method it has, OPTIONS included.</param>
    /// <param name="methods">Its methods.</param>
    public void Refuse(string pattern, Func<Answer> answer, params IEnumerable<string> methods) =>
        Map(pattern, methods.Append("OPTIONS").Select(method => (method, (AdminHandler)(_ => answer().AsTask()))));

    /// <summary>The endpoint of a path, and the values of its parameters; null: there is none.</summary>
    /// <param name="path">The path as it came, beginning with a slash.</param>
    /// <param name="keys">The values, in order.</param>
    public AdminEndpoint? Find(string path, out IReadOnlyList<PathSegment> keys)
    {
        var found = new List<PathSegment>();
        keys = found;
        return Find(_root, Split(path), 0, found);
    }

    private static AdminEndpoint? Find(Node node, string[] segments, int index, List<PathSegment> keys)
    {
        if (index == segments.Length)
        {
            return node.Endpoint;
        }

        string segment = segments[index];
        if (node.Fixed.TryGetValue(segment, out Node? next) && Find(next, segments, index + 1, keys) is { } exact)
        {
            return exact;
        }

        if (node.Parameter is null || segment.Length == 0)
        {
            return null;
        }

        keys.Add(new PathSegment(segment, UrlEncoded.Decode(Encoding.UTF8.GetBytes(segment))));
        if (Find(node.Parameter, segments, index + 1, keys) is { } endpoint)
        {
            return endpoint;
        }

        keys.RemoveAt(keys.Count - 1);
        return null;
    }

    private static string[] Split(string path)
    {
        ReadOnlySpan<char> inner = path.AsSpan(1);
        if (inner.EndsWith("/"))
        {
            inner = inner[..^1];
        }

        return inner.Length == 0 && path.Length == 1 ? [] : inner.ToString().Split('/');
    }

    private sealed class Node
    {
        public Dictionary<string, Node> Fixed { get; } = new(StringComparer.Ordinal);

        public Node? Parameter { get; set; }

        public AdminEndpoint? Endpoint { get; set; }

        public Node Child(string segment) => Fixed.TryGetValue(segment, out Node? child) ? child : Fixed[segment] = new Node();
    }
}
