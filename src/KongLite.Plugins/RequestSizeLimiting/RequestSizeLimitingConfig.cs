namespace KongLite.Plugins.RequestSizeLimiting;

/// <summary>Configuration of <c>request-size-limiting</c>.</summary>
internal sealed record RequestSizeLimitingConfig
{
    /// <summary>Largest body that may pass, in the unit that <c>size_unit</c> names.</summary>
    public long? AllowedPayloadSize { get; init; } = 128;

    /// <summary>Unit of the size; a kilobyte is 1024 bytes, a megabyte 1024 kilobytes.</summary>
    public SizeUnit SizeUnit { get; init; } = SizeUnit.Megabytes;

    /// <summary>Whether requests must tell the size of their body beforehand, or send it chunked.</summary>
    public bool RequireContentLength { get; init; }
}
