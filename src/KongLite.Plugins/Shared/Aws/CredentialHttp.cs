namespace KongLite.Plugins.Shared.Aws;

/// <summary>What a service that gives credentials answered.</summary>
/// <param name="Status">The status; 0: there is no answer.</param>
/// <param name="Text">The body. It may hold a secret.</param>
/// <param name="Failure">Why there is no answer, for the log; null: there is one.</param>
internal readonly record struct CredentialAnswer(int Status, string Text, string? Failure)
{
    /// <summary>Whether nobody listens, or nobody can be reached.</summary>
    public bool IsUnreachable { get; init; }

    /// <summary>What a refusal says, for the log: Kong's words.</summary>
    public string Refusal => Failure ?? FormattableString.Invariant($"request for token returned '{Status}': {HeaderText.FirstLine(Text)}");
}

/// <summary>Small requests, in bounded time, to services that give credentials.</summary>
/// <param name="connections">The connections.</param>
/// <param name="timeout">How long a request may take altogether.</param>
/// <param name="clock">The clock.</param>
internal sealed class CredentialHttp(AwsConnections connections, TimeSpan timeout, TimeProvider clock)
{
    private const int LargestAnswer = 128 * 1024;

    /// <summary>How long a request to a service of this machine may take.</summary>
    public static TimeSpan LocalTimeout { get; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a request to a service somewhere else may take.</summary>
    public static TimeSpan RemoteTimeout { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Connections to services of this machine: never through a proxy, and nobody listens if it takes a second.</summary>
    public static AwsConnectionSettings LocalSettings { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.Zero, ProxyUrl: null, VerifiesTls: true);

    /// <summary>Connections to services somewhere else. They are used once in a while, so that none is kept.</summary>
    public static AwsConnectionSettings RemoteSettings(string? proxyUrl, bool verifiesTls) =>
        new(TimeSpan.FromSeconds(5), TimeSpan.Zero, proxyUrl, verifiesTls);

    /// <summary>Sends a request and reads the answer.</summary>
    /// <param name="request">The request. It is disposed.</param>
    /// <param name="cancellationToken">Whether it has taken too long in another way.</param>
    /// <param name="shorter">A shorter time for this request; null: the usual one.</param>
    public async ValueTask<CredentialAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken, TimeSpan? shorter = null)
    {
        if (connections.Failure is { } unusable)
        {
            return Unreachable(unusable);
        }

        using var timer = new CancellationTokenSource(shorter ?? timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        using HttpRequestMessage sent = request;
        try
        {
            using HttpResponseMessage response = await connections.SendAsync(sent, either.Token);
            await response.Content.LoadIntoBufferAsync(LargestAnswer, either.Token);
            return new CredentialAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(either.Token), null);
        }
        catch (HttpRequestException error)
        {
            string reason = error.InnerException?.Message ?? error.Message;
            return error.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError
                ? Unreachable($"failed to connect to {Target(sent)}: {reason}")
                : new CredentialAnswer(0, string.Empty, $"failed sending request to {Target(sent)}: {reason}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return timer.IsCancellationRequested
                ? new CredentialAnswer(0, string.Empty, $"failed sending request to {Target(sent)}: timeout")
                : Unreachable($"failed to connect to {Target(sent)}: timeout");
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            // The second is an answer in an encoding that nobody knows.
            return new CredentialAnswer(0, string.Empty, $"failed reading the answer of {Target(sent)}: {error.Message}");
        }
    }

    private static CredentialAnswer Unreachable(string reason) => new(0, string.Empty, reason) { IsUnreachable = true };

    // Queries and credentials of an address are nobody's business.
    private static string Target(HttpRequestMessage request) => $"'{request.RequestUri!.Scheme}://{request.RequestUri.Authority}'";
}
