using System.Text;
using KongLite.Sdk.Schema;
using KongLite.Store.Declarative;

namespace KongLite.Store.Memory;

/// <summary>Where a DB-less node finds the configuration that it starts with; nowhere: it starts empty.</summary>
/// <param name="Path">A file, <c>.yml</c>, <c>.yaml</c> or <c>.json</c>; null: there is none.</param>
/// <param name="Text">The configuration itself; null: there is none. Only used without a file.</param>
internal sealed record DeclarativeSource(string? Path, string? Text)
{
    /// <summary>The configuration with what its hash is made of; null: there is none.</summary>
    /// <exception cref="StoreOpenException">It cannot be read or is wrong, in Kong's words.</exception>
    public async Task<DeclarativeContent?> ReadAsync(DeclarativeReader reader, CancellationToken cancellationToken)
    {
        if (Path is { } path)
        {
            byte[] content = await ReadFileAsync(path, cancellationToken);
            string text = Utf8Text.Decode(content).TrimStart('\uFEFF');
            DeclarativeResult result = IsJson(path) ? reader.ReadJson(text) : reader.ReadYaml(text);
            return new DeclarativeContent(Sound(result, $"error parsing declarative config file {path}:"), content);
        }

        // Kong repeats the text in the error, with all its secrets.
        return Text is null
            ? null
            : new DeclarativeContent(Sound(reader.ReadText(Text), "error parsing declarative string:"), Encoding.UTF8.GetBytes(Text));
    }

    private static bool IsJson(string path) => System.IO.Path.GetExtension(path) == ".json";

    private static async Task<byte[]> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        if (System.IO.Path.GetExtension(path) is not (".yml" or ".yaml" or ".json"))
        {
            throw new StoreOpenException($"unknown file type: {path}. (Accepted types: json, yaml)");
        }

        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StoreOpenException($"{path}: No such file or directory", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreOpenException($"{path}: {error.Message}", error);
        }
    }

    private static DeclarativeConfig Sound(DeclarativeResult result, string title) =>
        result.Config ?? throw new StoreOpenException($"{title}\n{result.Errors!.ToText()}");
}

/// <summary>A configuration as it was read.</summary>
/// <param name="Config">The configuration.</param>
/// <param name="Content">The bytes that it was read from.</param>
internal sealed record DeclarativeContent(DeclarativeConfig Config, byte[] Content);
