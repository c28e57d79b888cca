using System.Globalization;
using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Sdk.Storage;

/// <summary>Kong's error codes, as <c>code</c> in its answers.</summary>
public enum ErrorCode
{
    /// <summary>None of Kong's, and never shown: others have changed what a write builds on, and it has to be done again from the row as it is now.</summary>
    Outdated = -1,

    /// <summary>A text that should be an id is not one.</summary>
    InvalidPrimaryKey = 1,

    /// <summary>The input breaks the entity's schema.</summary>
    SchemaViolation = 2,

    /// <summary>The id is taken.</summary>
    PrimaryKeyViolation = 3,

    /// <summary>A reference points nowhere, or a row is still referred to.</summary>
    ForeignKeyViolation = 4,

    /// <summary>A unique value is taken.</summary>
    UniqueViolation = 5,

    /// <summary>There is no such row.</summary>
    NotFound = 6,

    /// <summary>A page token cannot be read.</summary>
    InvalidOffset = 7,

    /// <summary>The store failed.</summary>
    DatabaseError = 8,

    /// <summary>A page size is wrong.</summary>
    InvalidSize = 9,

    /// <summary>A text in a path cannot be a value of the unique field.</summary>
    InvalidUnique = 10,

    /// <summary>An option, such as a tag filter, is wrong.</summary>
    InvalidOptions = 11,

    /// <summary>The store does not do this.</summary>
    OperationUnsupported = 12,

    /// <summary>A reference by a unique field points nowhere.</summary>
    ForeignKeysUnresolved = 13,

    /// <summary>A declarative configuration is wrong.</summary>
    DeclarativeConfig = 14,

    /// <summary>A row is listed by others.</summary>
    ReferencedByOthers = 19,
}

/// <summary>An expected failure, with Kong's texts.</summary>
/// <param name="Code">Kong's code.</param>
/// <param name="Name">Kong's name of the code.</param>
/// <param name="Message">Kong's text.</param>
/// <param name="Fields">What it is about; null: nothing to show.</param>
public sealed record StoreError(ErrorCode Code, string Name, string Message, JsonObject? Fields = null)
{
    /// <summary>The input breaks the schema.</summary>
    public static StoreError Schema(SchemaErrors errors) =>
        new(ErrorCode.SchemaViolation, "schema violation", errors.Message, errors.Fields);

    /// <summary>A path segment that should be an id is not one.</summary>
    public static StoreError InvalidPrimaryKey()
    {
        var key = new JsonObject { ["id"] = Uuids.Error };
        return new(ErrorCode.InvalidPrimaryKey, "invalid primary key", $"invalid primary key: '{KeyTable.Line(key)}'", key);
    }

    /// <summary>The key is taken.</summary>
    /// <param name="key">The key as the user gave it: an id, or what the path names.</param>
    public static StoreError PrimaryKey(JsonObject key) =>
        new(ErrorCode.PrimaryKeyViolation, "primary key violation", $"primary key violation on key '{KeyTable.Line(key)}'", key);

    /// <summary>A unique value or combination is taken.</summary>
    public static StoreError Unique(JsonObject key) =>
        new(ErrorCode.UniqueViolation, "unique constraint violation", $"UNIQUE violation detected on '{KeyTable.Line(key)}'", key);

    /// <summary>A reference points nowhere.</summary>
    public static StoreError ForeignKey(string field, Guid id, string parent)
    {
        var key = new JsonObject { ["id"] = id.ToString("D") };
        string message = $"the foreign key '{KeyTable.Line(key)}' does not reference an existing '{parent}' entity.";
        return new(ErrorCode.ForeignKeyViolation, "foreign key violation", message, new JsonObject { [field] = key });
    }

    /// <summary>A row is still referred to.</summary>
    public static StoreError Referenced(string child, string parent) => new(
        ErrorCode.ForeignKeyViolation,
        "foreign key violation",
        $"an existing '{child}' entity references this '{parent}' entity",
        new JsonObject { ["@referenced_by"] = child });

    /// <summary>A certificate authority is listed by others.</summary>
    /// <param name="id">The authority.</param>
    /// <param name="holders">Internal name of the entity that lists it.</param>
    /// <param name="holder">The row that lists it.</param>
    public static StoreError ReferencedByOthers(Guid id, string holders, Guid holder) => new(
        ErrorCode.ReferencedByOthers,
        "referenced by others",
        $"ca certificate {id:D} is still referenced by {holders} (id = {holder:D})");

    /// <summary>There is no row with this id.</summary>
    public static StoreError NotFound(string id)
    {
        var key = new JsonObject { ["id"] = id };
        return new(ErrorCode.NotFound, "not found", $"could not find the entity with primary key '{KeyTable.Line(key)}'", key);
    }

    /// <summary>There is no row with this value of a unique field.</summary>
    public static StoreError NotFoundBy(string field, string value)
    {
        var key = new JsonObject { [field] = value };
        return new(ErrorCode.NotFound, "not found", $"could not find the entity with '{KeyTable.Line(key)}'", key);
    }

    /// <summary>Others have changed what a write builds on.</summary>
    public static StoreError Outdated { get; } = new(ErrorCode.Outdated, "outdated", "the row has changed since it was read");

    /// <summary>A page token cannot be read.</summary>
    /// <param name="token">The token as given.</param>
    /// <param name="reason">Such as <c>bad base64 encoding</c>.</param>
    public static StoreError InvalidOffset(string token, string reason) =>
        new(ErrorCode.InvalidOffset, "invalid offset", $"'{token}' is not a valid offset: {reason}");

    /// <summary>A page size is wrong.</summary>
    public static StoreError InvalidSize(string message) => new(ErrorCode.InvalidSize, "invalid size", message);

    /// <summary>A text in a path cannot be a value of the unique field.</summary>
    public static StoreError InvalidUnique(string field, string message) =>
        new(ErrorCode.InvalidUnique, string.Create(CultureInfo.InvariantCulture, $"invalid unique {field}"), message);

    /// <summary>An option is wrong. Kong shows it under <c>options</c> instead of <c>fields</c>.</summary>
    public static StoreError InvalidOption(string option, string message) => new(
        ErrorCode.InvalidOptions, "invalid options", $"invalid option ({option}: {message})", new JsonObject { [option] = message });

    /// <summary>The store does not do this.</summary>
    public static StoreError Unsupported(string message) => new(ErrorCode.OperationUnsupported, "operation unsupported", message);
}
