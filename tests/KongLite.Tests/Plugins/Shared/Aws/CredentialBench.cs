using KongLite.Plugins.Shared.Aws;
using KongLite.Plugins.Shared.Aws.Sts;
using KongLite.Tests.Store;

namespace KongLite.Tests.Plugins.Shared.Aws;

/// <summary>What credentials need in tests: a clock, a log, connections, and a folder for files.</summary>
internal sealed class CredentialBench : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("konglite-");

    public ManualClock Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public LogLines Log { get; } = new();

    public AwsConnectionPool Connections { get; } = new();

    public CredentialHttp Local => new(Connections.Get(CredentialHttp.LocalSettings), CredentialHttp.LocalTimeout, Clock);

    /// <summary>An environment where nothing is set up.</summary>
    public static AwsEnvironment Nowhere { get; } = new() { IsMetadataDisabled = true };

    /// <summary>Writes a file.</summary>
    public string File(string text, string name = "file")
    {
        string path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public StsClients Sts(AwsEnvironment environment) => new(environment, Connections, Clock) { Region = "eu-west-1" };

    public AwsCredentialPool Pool(AwsEnvironment environment) => new(environment, Connections, Clock, Log.Logger<AwsCredentialPool>());

    public RefreshingCredentials Credentials(AwsEnvironment environment, AwsCredentialRequest? request = null) => Pool(environment).Get(request ?? new());

    public void Dispose() => _folder.Delete(recursive: true);
}
