using FluentValidation;
using KongLite.Sdk.Schema.Checks;

namespace KongLite.Plugins.RequestTermination;

/// <summary>Which fields of the configuration go together.</summary>
internal sealed class RequestTerminationChecks : Checks<RequestTerminationConfig>
{
    /// <summary>The rules.</summary>
    public RequestTerminationChecks() => RuleFor(config => config).Custom((config, validation) =>
    {
        if (CheckContext.Of(validation).Failed.Count == 0 && Error(config) is { } error)
        {
            validation.AddRecordError(error);
        }
    });

    private static string? Error(RequestTerminationConfig config)
    {
        if (config.Message is not null && (config.ContentType is not null || config.Body is not null))
        {
            return "message cannot be used with content_type or body";
        }

        if (config.ContentType is not null && config.Body is null)
        {
            return "content_type requires a body";
        }

        return config.Echo && config.Body is not null ? "echo cannot be used with content_type and body" : null;
    }
}
