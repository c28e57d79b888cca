namespace KongLite.Plugins.Acl;

/// <summary>Configuration of <c>acl</c>. Either of the two lists, not both.</summary>
internal sealed record AclConfig
{
    /// <summary>Groups whose members may pass; everybody else is rejected with 403. Exact, case-sensitive names.</summary>
    public IReadOnlyList<string>? Allow { get; init; }

    /// <summary>Groups whose members are rejected with 403; everybody else may pass.</summary>
    public IReadOnlyList<string>? Deny { get; init; }

    /// <summary>Whether the service is not told the groups in <c>X-Consumer-Groups</c>.</summary>
    public bool HideGroupsHeader { get; init; }

    /// <summary>Whether groups that an authentication plugin found count even for a consumer that has groups of its own.</summary>
    public bool AlwaysUseAuthenticatedGroups { get; init; }
}
