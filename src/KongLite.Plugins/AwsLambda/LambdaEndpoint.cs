using System.Globalization;
using System.Text;
using KongLite.Sdk.Exchanges;

namespace KongLite.Plugins.AwsLambda;

/// <summary>Where a configuration's calls go.</summary>
internal sealed class LambdaEndpoint
{
    private const int LongestName = 170;
    private const int LongestQualifier = 128;
    private const string KeptInNames = "-._~%!#$&'()*+,/:;=@[]";

    private LambdaEndpoint(AwsLambdaConfig config, string region)
    {
        bool isTls = config.DisableHttps != true;
        Region = region;
        Scheme = isTls ? "https" : "http";
        Host = config.Host ?? DefaultHost(region);
        Port = config.Port ?? (isTls ? 443 : 80);
        string host = Host.Contains(':', StringComparison.Ordinal) && Host[0] != '[' ? $"[{Host}]" : Host;
        HostHeader = Port == (isTls ? 443 : 80) ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{Port}");
        Path = $"/2015-03-31/functions/{EscapeName(config.FunctionName!)}/invocations";
        Query = config.Qualifier is { } qualifier ? "Qualifier=" + QueryText.Escape(qualifier) : string.Empty;
        string target = string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{host}:{Port}{Path}{(Query.Length == 0 ? string.Empty : "?")}{Query}");
        // The target is signed as it stands here; a canonical form of it would be another text.
        var options = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        Uri = Uri.TryCreate(target, options, out Uri? uri) ? uri : null;
    }

    /// <summary>The region that calls are signed for.</summary>
    public string Region { get; }

    /// <summary><c>https</c> or <c>http</c>.</summary>
    public string Scheme { get; }

    /// <summary>Host to connect to.</summary>
    public string Host { get; }

    /// <summary>Port to connect to.</summary>
    public int Port { get; }

    /// <summary>The <c>Host</c> header: with the port unless it is the scheme's own.</summary>
    public string HostHeader { get; }

    /// <summary>Path of the request, as it goes over the wire.</summary>
    public string Path { get; }

    /// <summary>Query of the request, as it goes over the wire, without question mark; empty when there is none.</summary>
    public string Query { get; }

    /// <summary>The whole address. Null: the host cannot be part of an address, such as <c>lambda..amazonaws.com</c>.</summary>
    public Uri? Uri { get; }

    /// <summary>The address for people: <c>host:443</c>.</summary>
    public string Authority => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>The endpoint of a configuration.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="environmentRegion">Region of the node. Null: unknown.</param>
    /// <param name="failure">Kong's text for the log when there is no endpoint.</param>
    public static LambdaEndpoint? Of(AwsLambdaConfig config, string? environmentRegion, out string? failure)
    {
        string? region = config.AwsRegion ?? environmentRegion;
        failure = region is null ? "no region specified"
            : config.FunctionName is not { Length: > 0 } name ? "Lambda:invoke() validation error: params.FunctionName is required but missing"
            : Encoding.UTF8.GetByteCount(name) > LongestName ? TooLong("FunctionName", LongestName)
            : config.Qualifier is { } qualifier && Encoding.UTF8.GetByteCount(qualifier) > LongestQualifier ? TooLong("Qualifier", LongestQualifier)
            : null;
        return failure is null ? new LambdaEndpoint(config, region!) : null;
    }

    private static string TooLong(string parameter, int longest) =>
        string.Create(CultureInfo.InvariantCulture, $"Lambda:invoke() validation error: params.{parameter}: maximum length of {longest}");

    private static string DefaultHost(string region) =>
        region.StartsWith("cn-", StringComparison.Ordinal) ? $"lambda.{region}.amazonaws.com.cn" : $"lambda.{region}.amazonaws.com";

    // An ARN keeps its colons; a question mark would begin the query.
    private static string EscapeName(string name)
    {
        var result = new StringBuilder(name.Length);
        foreach (Rune rune in name.EnumerateRunes())
        {
            string text = rune.ToString();
            bool isKept = rune.IsAscii && (char.IsAsciiLetterOrDigit(text[0]) || KeptInNames.Contains(text[0], StringComparison.Ordinal));
            result.Append(isKept ? text : QueryText.Escape(text));
        }

        return result.ToString();
    }
}
