using KongLite.Plugins.Shared.Aws.Sts;

namespace KongLite.Plugins.Shared.Aws.Providers;

/// <summary>
/// Takes credentials from a profile of AWS's shared files: keys, a role over another profile or the platform, a web identity, IAM Identity Center, or a
/// program.
/// </summary>
/// <param name="environment">Which profile of which files.</param>
/// <param name="sts">Who is asked for roles.</param>
/// <param name="sso">Who is asked for profiles of IAM Identity Center.</param>
/// <param name="container">What <c>credential_source</c> can name <c>EcsContainer</c>.</param>
/// <param name="metadata">What <c>credential_source</c> can name <c>Ec2InstanceMetadata</c>.</param>
internal sealed class ProfileProvider(
    AwsEnvironment environment, StsClients sts, SsoProvider sso, ContainerProvider container, InstanceMetadataProvider metadata) : ICredentialProvider
{
    private const string Default = "default";

    private readonly AwsEnvironment _environment = environment;
    private readonly StsClients _sts = sts;
    private readonly SsoProvider _sso = sso;
    private readonly ContainerProvider _container = container;
    private readonly InstanceMetadataProvider _metadata = metadata;

    /// <inheritdoc/>
    public string Name => "profile";

    /// <inheritdoc/>
    public async ValueTask<AwsCredentialResult> FetchAsync(CancellationToken cancellationToken)
    {
        ProfileFiles files = await ProfileFiles.ReadAsync(_environment.CredentialsFile, _environment.ConfigFile, cancellationToken);
        string name = _environment.Profile ?? Default;
        return files.TryGetProfile(name, out _) ? await new Resolution(this, files).OfAsync(name, cancellationToken)
            : files.Failure is { } unreadable ? AwsCredentialResult.Failed(unreadable)
            : _environment.Profile is null ? AwsCredentialResult.Absent
            : AwsCredentialResult.Failed($"there is no profile '{name}'");
    }

    /// <summary>The way through the profiles of one fetch.</summary>
    private sealed class Resolution(ProfileProvider provider, ProfileFiles files)
    {
        private readonly HashSet<string> _visited = new(StringComparer.Ordinal);

        public async ValueTask<AwsCredentialResult> OfAsync(string name, CancellationToken cancellationToken)
        {
            if (!files.TryGetProfile(name, out IReadOnlyDictionary<string, string>? profile))
            {
                return AwsCredentialResult.Failed($"there is no profile '{name}'");
            }

            // A profile that names itself as the source of its role means its keys.
            bool isKnown = !_visited.Add(name);
            if (!isKnown && profile.GetValueOrDefault("role_arn") is { } role)
            {
                return await RoleAsync(name, profile, role, cancellationToken);
            }

            if (profile.GetValueOrDefault("aws_access_key_id") is { } id)
            {
                return AwsCredentialResult.Of(
                    new AwsCredentials(id, profile.GetValueOrDefault("aws_secret_access_key") ?? string.Empty, profile.GetValueOrDefault("aws_session_token")));
            }

            return isKnown ? AwsCredentialResult.Failed($"the profile '{name}' is its own source")
                : SsoRole.Of(profile, files) is { } ssoRole ? await provider._sso.FetchAsync(ssoRole, cancellationToken)
                : profile.GetValueOrDefault("credential_process") is { } command ? await CredentialProcess.RunAsync(command, cancellationToken)
                : name == Default ? AwsCredentialResult.Absent
                : AwsCredentialResult.Failed($"the profile '{name}' has no credentials");
        }

        private async ValueTask<AwsCredentialResult> RoleAsync(
            string name, IReadOnlyDictionary<string, string> profile, string role, CancellationToken cancellationToken)
        {
            var session = new RoleSession(role, profile.GetValueOrDefault("role_session_name") ?? provider._environment.RoleSessionName)
            {
                ExternalId = profile.GetValueOrDefault("external_id"),
                DurationSeconds = profile.GetValueOrDefault("duration_seconds"),
            };
            StsClient client = provider._sts.At(url: null, profile.GetValueOrDefault("region"));
            if (profile.GetValueOrDefault("web_identity_token_file") is { } tokenFile)
            {
                return await new WebIdentityProvider(tokenFile, session, client).FetchAsync(cancellationToken);
            }

            if (profile.ContainsKey("mfa_serial"))
            {
                return AwsCredentialResult.Failed($"the profile '{name}' wants a code of an MFA device, which nobody can enter here");
            }

            AwsCredentialResult source = await SourceAsync(name, profile, cancellationToken);
            return source.Credentials is { } credentials ? await client.AssumeRoleAsync(credentials, session, cancellationToken)
                : source.Failure is null ? AwsCredentialResult.Failed($"the source of the profile '{name}' has no credentials")
                : source;
        }

        private ValueTask<AwsCredentialResult> SourceAsync(string name, IReadOnlyDictionary<string, string> profile, CancellationToken cancellationToken) =>
            profile.GetValueOrDefault("source_profile") is { } other
                ? OfAsync(other, cancellationToken)
                : profile.GetValueOrDefault("credential_source") switch
                {
                    "EcsContainer" => provider._container.FetchAsync(cancellationToken),
                    "Ec2InstanceMetadata" => provider._metadata.FetchAsync(cancellationToken),
                    _ => ValueTask.FromResult(AwsCredentialResult.Failed(
                        $"the profile '{name}' has a role, but no source_profile or credential_source to assume it with")),
                };
    }
}
