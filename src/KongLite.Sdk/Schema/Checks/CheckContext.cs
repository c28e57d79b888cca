using System.Collections.Frozen;
using System.Text.Json.Nodes;
using FluentValidation;
using FluentValidation.Results;

namespace KongLite.Sdk.Schema.Checks;

/// <summary>What a cross-field rule may look at besides the bound record.</summary>
/// <param name="Raw">The processed input: defaults filled in, also values that failed their own rules.</param>
/// <param name="Failed">Wire names of the fields that already have an error.</param>
/// <param name="Unbound">Wire names of the fields that the bound record lacks because their value has another type.</param>
/// <param name="Mistyped">Those among them that are of another type than their field, null in a required field included.</param>
/// <param name="IsUpdate">True during PATCH, where some messages differ.</param>
public sealed record CheckContext(JsonObject Raw, IReadOnlySet<string> Failed, IReadOnlySet<string> Unbound, IReadOnlySet<string> Mistyped, bool IsUpdate)
{
    private const string Key = "KongLite.CheckContext";

    /// <summary>What is wrong with the fields, as a tree; null: nothing is.</summary>
    public JsonObject? Errors { get; init; }

    /// <summary>Wire names of the required fields that the input leaves out and that have no default.</summary>
    public IReadOnlySet<string> Missing { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The context of a running validation.</summary>
    public static CheckContext Of<T>(ValidationContext<T> validation) => (CheckContext)validation.RootContextData[Key];

    internal void Attach<T>(ValidationContext<T> validation) => validation.RootContextData[Key] = this;
}

/// <summary>Where a failed rule puts its message.</summary>
internal enum ErrorPlace
{
    /// <summary>The <c>@entity</c> list of the record.</summary>
    Entity,

    /// <summary>A field of the record.</summary>
    Field,

    /// <summary>The record itself, when it has no other errors.</summary>
    Record,
}

/// <summary>Ways for free-form rules to report.</summary>
public static class CheckFailures
{
    /// <summary>Adds a message to the record's <c>@entity</c> list.</summary>
    public static void AddEntityError<T>(this ValidationContext<T> validation, string message) =>
        validation.AddFailure(new ValidationFailure(string.Empty, message) { CustomState = ErrorPlace.Entity });

    /// <summary>Adds a message to a field, by its wire name.</summary>
    public static void AddFieldError<T>(this ValidationContext<T> validation, string field, string message) =>
        validation.AddFailure(new ValidationFailure(field, message) { CustomState = ErrorPlace.Field });

    /// <summary>Puts one message on the record itself, as Kong's custom validators of records do; unless something else is wrong already.</summary>
    public static void AddRecordError<T>(this ValidationContext<T> validation, string message) =>
        validation.AddFailure(new ValidationFailure(string.Empty, message) { CustomState = ErrorPlace.Record });
}
