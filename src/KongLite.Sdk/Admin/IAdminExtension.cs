namespace KongLite.Sdk.Admin;

/// <summary>
/// What a plugin brings to the Admin API. A singleton among the services; its paths are there when its plugin is installed, with or without rows.
/// </summary>
public interface IAdminExtension
{
    /// <summary>Name of the plugin.</summary>
    string Plugin { get; }

    /// <summary>What it answers.</summary>
    IReadOnlyList<AdminOperation> Operations { get; }
}
