using System.Globalization;
using System.Linq.Expressions;
using System.Security.Authentication;
using FluentValidation;
using KongLite.Gateway.Tls;
using KongLite.Sdk.Schema.Checks;

namespace KongLite.Settings;

/// <summary>The rules that need more than one setting, and what this node does not serve.</summary>
internal sealed class NodeSettingsChecks : Checks<NodeSettings>
{
    public NodeSettingsChecks()
    {
        Pair("ssl_cert", settings => settings.SslCert, settings => settings.SslCertKey);
        Pair("admin_ssl_cert", settings => settings.AdminSslCert, settings => settings.AdminSslCertKey);
        Pair("status_ssl_cert", settings => settings.StatusSslCert, settings => settings.StatusSslCertKey);
        RuleFor(settings => settings).Custom((settings, validation) =>
        {
            if (settings.ClientSsl && settings.ClientSslCert is null != settings.ClientSslCertKey is null)
            {
                validation.AddEntityError($"client_ssl_cert{(settings.ClientSslCert is null ? string.Empty : "_key")} must be specified");
            }
        });
        RuleFor(settings => settings).Custom((settings, validation) =>
        {
            if (CipherSuiteSetting.Of(settings.SslCipherSuite, settings.SslCiphers) is not { } suite)
            {
                validation.AddEntityError($"Undefined cipher suite {settings.SslCipherSuite}");
                return;
            }

            if (suite.Ciphers is { } ciphers && CipherList.Parse(ciphers).Count == 0)
            {
                validation.AddEntityError($"ssl_ciphers: no cipher match in '{ciphers}'");
            }

            SslProtocols named = TlsVersionsAttribute.Parse(settings.SslProtocols);
            if (named != SslProtocols.None && (named & suite.Versions) == SslProtocols.None)
            {
                validation.AddEntityError($"ssl_protocols names none of the versions of ssl_cipher_suite = {settings.SslCipherSuite}");
            }
        });
        NotServed(settings => settings.Role, Role.Traditional, "role: hybrid mode is not served, only 'traditional' is");
    }

    private void Pair(string name, Func<NodeSettings, IReadOnlyList<string>> certificates, Func<NodeSettings, IReadOnlyList<string>> keys) =>
        RuleFor(settings => settings).Custom((settings, validation) =>
        {
            (int given, int keyed) = (certificates(settings).Count, keys(settings).Count);
            if (given != keyed)
            {
                validation.AddEntityError(keyed == 0 ? $"{name}_key must be specified"
                    : given == 0 ? $"{name} must be specified"
                    : string.Create(CultureInfo.InvariantCulture, $"{name} was specified {given} times while {name}_key was specified {keyed} times"));
            }
        });

    private void NotServed<T>(Expression<Func<NodeSettings, T>> field, T served, string message) =>
        RuleFor(field).Custom((value, validation) =>
        {
            if (!Equals(value, served))
            {
                validation.AddEntityError(message);
            }
        });
}
