namespace KongLite.Plugins.Shared.Aws;

/// <summary>Signs for one region and service, and keeps the derived key as long as secret and day stay the same.</summary>
internal sealed class SigV4Signer(string region, string service)
{
    private DerivedKey? _last;

    /// <summary>The value of the <c>Authorization</c> header.</summary>
    /// <param name="request">The request.</param>
    /// <param name="credentials">Whose signature it is; the session token must be among the request's headers.</param>
    /// <param name="time">The value of <c>x-amz-date</c>.</param>
    public string Sign(in SigV4Request request, AwsCredentials credentials, string time)
    {
        DerivedKey? key = Volatile.Read(ref _last);
        if (key is null || !key.Fits(credentials.SecretAccessKey, time))
        {
            key = new DerivedKey(credentials.SecretAccessKey, time, region, service);
            Volatile.Write(ref _last, key);
        }

        return SigV4.Authorization(request, credentials.AccessKeyId, key.Bytes, time, region, service);
    }

    private sealed class DerivedKey
    {
        private readonly string _secret;
        private readonly string _time;
        private readonly byte[] _bytes = new byte[SigV4.KeyLength];

        public DerivedKey(string secret, string time, string region, string service)
        {
            (_secret, _time) = (secret, time);
            SigV4.DeriveKey(secret, time, region, service, _bytes);
        }

        public ReadOnlySpan<byte> Bytes => _bytes;

        public bool Fits(string secret, string time) => _secret == secret && _time.AsSpan(0, 8).SequenceEqual(time.AsSpan(0, 8));
    }
}
