using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using KongLite.Plugins.Shared.Aws;

namespace KongLite.Benchmarks;

/// <summary>Signing a call with a payload of 1 KB, its hash included: to stay under 5 µs and 1 KB.</summary>
[MemoryDiagnoser]
public class SigV4Benchmarks
{
    private const string Time = "20240102T030405Z";
    private static readonly SigV4Header[] Headers =
    [
        new("content-length", "1024"),
        new("host", "lambda.eu-west-1.amazonaws.com"),
        new("x-amz-date", Time),
        new("x-amz-invocation-type", "RequestResponse"),
        new("x-amz-log-type", "Tail"),
    ];

    private readonly SigV4Signer _signer = new("eu-west-1", "lambda");
    private readonly AwsCredentials _credentials = new("AKIDKONGLITE", "kong/lite+secret=key", null);
    private readonly byte[] _payload = new byte[1024];

    [Benchmark]
    public string Sign()
    {
        Span<byte> hash = stackalloc byte[SigV4.KeyLength];
        SHA256.HashData(_payload, hash);
        var request = new SigV4Request { Method = "POST", Path = "/2015-03-31/functions/hello/invocations", Headers = Headers, BodyHash = hash };
        return _signer.Sign(request, _credentials, Time);
    }
}
