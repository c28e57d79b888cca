using System.Text.Json.Nodes;

namespace KongLite.Sdk.Storage;

/// <summary>A store whose rows come from a declarative configuration and are replaced as a whole: DB-less mode.</summary>
public interface IDeclarativeStore
{
    /// <summary>What is loaded.</summary>
    LoadedConfiguration Loaded { get; }

    /// <summary>Replaces all rows by those of a document, or changes nothing.</summary>
    /// <param name="document">The document.</param>
    /// <param name="cancellationToken">Ends the wait for an earlier load; a load that has begun is finished.</param>
    ValueTask<DeclarativeLoad> LoadAsync(DeclarativeDocument document, CancellationToken cancellationToken);

    /// <summary>All rows as a YAML document, which gives the same rows when it is loaded. It holds their secrets.</summary>
    string Export();
}

/// <summary>What is loaded into a declarative store.</summary>
/// <param name="Hash">MD5 of the document, 32 lower-case hexadecimal digits; <see cref="EmptyHash"/> when it has no entities.</param>
/// <param name="Since">Version of the change feed since which there have been entities; null: there are none.</param>
public sealed record LoadedConfiguration(string Hash, long? Since)
{
    /// <summary>The hash of nothing: 32 zeros.</summary>
    public const string EmptyHash = "00000000000000000000000000000000";

    /// <summary>No entities.</summary>
    public static LoadedConfiguration Empty { get; } = new(EmptyHash, null);
}

/// <summary>A declarative configuration to load: a text or an object.</summary>
public sealed record DeclarativeDocument
{
    /// <summary>The configuration as YAML or JSON; null: <see cref="Root"/> is it.</summary>
    public string? Text { get; init; }

    /// <summary>The configuration as an object; null: <see cref="Text"/> is it. Changed when it is of an older format.</summary>
    public JsonObject? Root { get; init; }

    /// <summary>True to leave everything as it is when a text of the same hash is loaded already.</summary>
    public bool UnlessLoaded { get; init; }

    /// <summary>True to tell errors entity by entity: <see cref="DeclarativeLoad.FlattenedErrors"/>.</summary>
    public bool FlattensErrors { get; init; }
}

/// <summary>What became of a declarative configuration.</summary>
public enum DeclarativeOutcome
{
    /// <summary>Its rows are the only ones now.</summary>
    Loaded,

    /// <summary>It was loaded already.</summary>
    Unchanged,

    /// <summary>It is wrong; nothing has changed.</summary>
    Refused,

    /// <summary>Another load takes too long; nothing has changed.</summary>
    Busy,
}

/// <summary>What became of a declarative configuration, with details.</summary>
/// <param name="Outcome">What became of it.</param>
public sealed record DeclarativeLoad(DeclarativeOutcome Outcome)
{
    /// <summary>Of a load: entity name to id to the entity, with passwords as they were given. Else null.</summary>
    public JsonObject? Entities { get; init; }

    /// <summary>Of a load: the version of the change feed that includes it.</summary>
    public long Version { get; init; }

    /// <summary>Of a refusal: code 14. With flattened errors, only what belongs to no entity.</summary>
    public StoreError? Error { get; init; }

    /// <summary>Of a refusal, when asked for: an object for each faulty entity, as Kong's <c>flattened_errors</c>. Else null.</summary>
    public JsonArray? FlattenedErrors { get; init; }
}
