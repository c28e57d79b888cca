using FluentValidation;
using KongLite.Sdk.Schema.Checks;

namespace KongLite.Plugins.OAuth2;

/// <summary>A scope can be asked for only where there are any, and some grant has to be on.</summary>
internal sealed class OAuth2Checks : Checks<OAuth2Config>
{
    private const string NoGrant = "at least one of these fields must be true: "
        + "enable_authorization_code, enable_implicit_grant, enable_client_credentials, enable_password_grant";

    /// <summary>The rules.</summary>
    public OAuth2Checks()
    {
        Conditional(config => config.MandatoryScope, Match.Equal(true), config => config.Scopes, Match.Required);
        RuleFor(config => config).Custom((config, validation) =>
        {
            if (!HasGrant(config))
            {
                validation.AddRecordError(NoGrant);
            }
        });
    }

    private static bool HasGrant(OAuth2Config config) =>
        config.EnableAuthorizationCode || config.EnableImplicitGrant || config.EnableClientCredentials || config.EnablePasswordGrant;
}
