using System.Text.RegularExpressions;

namespace KongLite.Plugins.Shared.Aws.Sts;

/// <summary>Where STS is, and for which region it wants its requests signed.</summary>
/// <param name="Uri">The address.</param>
/// <param name="SigningRegion">The region.</param>
internal sealed partial record StsEndpoint(Uri Uri, string SigningRegion)
{
    private const string GlobalHost = "sts.amazonaws.com";
    private const string GlobalRegion = "us-east-1";

    /// <summary>The endpoint for a region.</summary>
    /// <param name="url">A configured address. Null: the region's.</param>
    /// <param name="region">The region. Null: unknown, the global address is asked.</param>
    /// <param name="isRegional">Whether the region's address is preferred to the global one.</param>
    /// <param name="failure">What is wrong with the address, without it.</param>
    public static StsEndpoint? Of(string? url, string? region, bool isRegional, out string? failure)
    {
        failure = null;
        isRegional &= region is not null;
        // As in Kong, the global address of the configuration means the region's.
        if (url is null || (isRegional && IsGlobal(url)))
        {
            url = isRegional ? $"https://sts.{region}.{Suffix(region!)}" : $"https://{GlobalHost}";
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("https" or "http") || uri.Host.Length == 0)
        {
            failure = "the address of STS is not valid";
            return null;
        }

        return new StsEndpoint(uri, SigningRegionOf(uri.Host, region));
    }

    private static bool IsGlobal(string url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Host == GlobalHost && uri.AbsolutePath == "/";

    // A host that names its region accepts no other.
    private static string SigningRegionOf(string host, string? region) =>
        host == GlobalHost ? GlobalRegion
        : RegionalHost().Match(host) is { Success: true } match ? match.Groups["region"].Value
        : region ?? GlobalRegion;

    private static string Suffix(string region) =>
        region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn"
        : region.StartsWith("us-iso-", StringComparison.Ordinal) ? "c2s.ic.gov"
        : region.StartsWith("us-isob-", StringComparison.Ordinal) ? "sc2s.sgov.gov"
        : "amazonaws.com";

    [GeneratedRegex(@"(^|\.)sts(-fips)?\.(?<region>[a-z]+(-[a-z]+)+-[0-9]+)\.(vpce\.)?amazonaws\.com(\.cn)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex RegionalHost();
}
