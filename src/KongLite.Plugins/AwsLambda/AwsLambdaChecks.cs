using FluentValidation;
using KongLite.Sdk.Schema.Checks;

namespace KongLite.Plugins.AwsLambda;

/// <summary>Rules for several fields of the configuration.</summary>
internal sealed class AwsLambdaChecks : Checks<AwsLambdaConfig>
{
    /// <summary>The rules.</summary>
    public AwsLambdaChecks()
    {
        MutuallyRequired(config => config.AwsKey, config => config.AwsSecret);
        Custom(config => config.ProxyUrl).Must(HasPlainScheme).WithMessage("proxy_url scheme must be http");
    }

    // A text without a scheme has an error of its own already.
    private static bool HasPlainScheme(string? url)
    {
        int end = url?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        return end <= 0 || url.AsSpan(0, end) is "http";
    }
}
