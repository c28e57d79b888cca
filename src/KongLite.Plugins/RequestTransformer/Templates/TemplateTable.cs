namespace KongLite.Plugins.RequestTransformer.Templates;

/// <summary>The tables that templates know.</summary>
internal enum TemplateTable
{
    /// <summary>The request's headers: <c>headers</c>.</summary>
    Headers,

    /// <summary>Its query arguments: <c>query_params</c>.</summary>
    QueryParams,

    /// <summary>What the path's regular expression caught: <c>uri_captures</c>.</summary>
    UriCaptures,

    /// <summary>What other plugins left: <c>shared</c>.</summary>
    Shared,
}
