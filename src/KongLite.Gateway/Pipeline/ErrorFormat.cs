namespace KongLite.Gateway.Pipeline;

/// <summary>The forms that an error can take.</summary>
internal enum ErrorFormat
{
    Json,
    Html,
    Xml,
    Plain,
    Grpc,
}
