namespace KongLite.Sdk.Exchanges;

/// <summary>A named part of a <c>multipart/form-data</c> body.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsFile">Whether it has a file name, too.</param>
/// <param name="Header">Its header lines, without the empty line behind them.</param>
/// <param name="Content">Its content.</param>
public readonly record struct MultipartPart(string Name, bool IsFile, ReadOnlyMemory<byte> Header, ReadOnlyMemory<byte> Content);
