using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using Npgsql;

namespace KongLite.Store.Postgres;

/// <summary>What failures of the database mean.</summary>
internal static class PostgresErrors
{
    /// <summary>Whether a failure is the database's or that of the way to it, however EF wraps it.</summary>
    public static bool Is(Exception error) => DatabaseFailure.Find(error) is not null;

    /// <summary>The failure for those who do not know this kind of store.</summary>
    public static StoreException ToStoreException(Exception error) => new(DatabaseFailure.Describe(error), error);

    /// <summary>What the database said; null: it said nothing.</summary>
    public static PostgresException? RefusalIn(Exception error) => DatabaseFailure.Find(error) as PostgresException;

    /// <summary>Whether the whole transaction may succeed when it is done again: others were in its way.</summary>
    public static bool IsRace(Exception error) =>
        RefusalIn(error) is { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <summary>The error of a value that PostgreSQL cannot keep and a schema allows: U+0000 in a text, a text too long for an index; null: not that.</summary>
    public static StoreError? UnstorableValue(PostgresException refusal) => refusal.SqlState switch
    {
        PostgresErrorCodes.UntranslatableCharacter or PostgresErrorCodes.CharacterNotInRepertoire => Invalid("texts may not contain the character U+0000"),
        PostgresErrorCodes.ProgramLimitExceeded => Invalid("a value is too long to be indexed"),
        PostgresErrorCodes.NumericValueOutOfRange => Invalid("a number is out of range"),
        _ => null,
    };

    private static StoreError Invalid(string message) =>
        StoreError.Schema(new SchemaErrors(new JsonObject { [SchemaErrors.EntityKey] = new JsonArray(message) }));
}
