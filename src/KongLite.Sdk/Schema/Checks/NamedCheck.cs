using System.Text.Json.Nodes;
using FluentValidation;

namespace KongLite.Sdk.Schema.Checks;

/// <summary>One of the cross-field rules that Kong's schema language names, such as <c>mutually_required</c>.</summary>
/// <param name="Name">Kong's name of the rule.</param>
/// <param name="Fields">The fields it looks at, as dotted wire paths below the record.</param>
internal abstract record NamedCheck(string Name, IReadOnlyList<string> Fields)
{
    /// <summary>Reports to <paramref name="report"/> when the record breaks the rule. Paths in messages carry <paramref name="prefix"/>.</summary>
    public abstract void Run(CheckContext context, string prefix, ICheckReport report);

    /// <summary>What <c>/schemas</c> shows of the rule.</summary>
    public virtual JsonObject Describe(string prefix) => new() { [Name] = new JsonArray([.. Fields.Select(field => JsonValue.Create(prefix + field))]) };

    protected string Quoted(string prefix) => string.Join(", ", Fields.Select(field => $"'{prefix}{field}'"));

    protected int NonEmpty(CheckContext context) => Fields.Count(field => !context.Raw.At(field).IsEmpty());
}

/// <summary>Where a named rule reports to.</summary>
internal interface ICheckReport
{
    /// <summary>A message for the record.</summary>
    void Entity(string message);

    /// <summary>A message for a field, by its dotted wire path.</summary>
    void Field(string path, string message);
}

/// <summary>Reports into a running validation.</summary>
internal sealed class ValidationReport<T>(ValidationContext<T> validation) : ICheckReport
{
    public void Entity(string message) => validation.AddEntityError(message);

    public void Field(string path, string message) => validation.AddFieldError(path, message);
}

internal sealed record AtLeastOneOfCheck(IReadOnlyList<string> Fields) : NamedCheck("at_least_one_of", Fields)
{
    public override void Run(CheckContext context, string prefix, ICheckReport report)
    {
        if (NonEmpty(context) == 0)
        {
            report.Entity($"{(context.IsUpdate ? "when updating, " : string.Empty)}at least one of these fields must be non-empty: {Quoted(prefix)}");
        }
    }
}

internal sealed record OnlyOneOfCheck(IReadOnlyList<string> Fields) : NamedCheck("only_one_of", Fields)
{
    public override void Run(CheckContext context, string prefix, ICheckReport report)
    {
        if (NonEmpty(context) != 1)
        {
            report.Entity($"exactly one of these fields must be non-empty: {Quoted(prefix)}");
        }
    }
}

internal sealed record MutuallyExclusiveCheck(IReadOnlyList<string> Fields) : NamedCheck("mutually_exclusive", Fields)
{
    public override void Run(CheckContext context, string prefix, ICheckReport report)
    {
        if (NonEmpty(context) > 1)
        {
            report.Entity($"only one or none of these fields must be set: {Quoted(prefix)}");
        }
    }
}

internal sealed record MutuallyRequiredCheck(IReadOnlyList<string> Fields) : NamedCheck("mutually_required", Fields)
{
    public override void Run(CheckContext context, string prefix, ICheckReport report)
    {
        if (Check(context.Raw, prefix) is { } error)
        {
            report.Entity(error);
        }
    }

    /// <summary>The message about a record that breaks the rule, or null.</summary>
    public string? Check(JsonObject record, string prefix)
    {
        // A vault reference says nothing yet about the value behind it.
        if (Fields.Any(field => VaultReference.Is(record.At(field).AsText())))
        {
            return null;
        }

        int set = Fields.Count(field => !record.At(field).IsEmpty());
        return set == 0 || set == Fields.Count ? null : $"all or none of these fields must be set: {Quoted(prefix)}";
    }
}

internal sealed record DistinctCheck(IReadOnlyList<string> Fields) : NamedCheck("distinct", Fields)
{
    public override void Run(CheckContext context, string prefix, ICheckReport report)
    {
        var values = Fields.Select(field => context.Raw.At(field)).Where(value => value is not null).ToList();
        for (int i = 0; i < values.Count; i++)
        {
            if (values.Skip(i + 1).Any(other => JsonNode.DeepEquals(values[i], other)))
            {
                report.Entity($"values of these fields must be distinct: {Quoted(prefix)}");
                return;
            }
        }
    }
}

/// <summary>When one field matches, another has to match too.</summary>
internal sealed record ConditionalCheck(string If, Match IfMatch, string Then, Match ThenMatch, string? Error) : NamedCheck("conditional", [If, Then])
{
    public override void Run(CheckContext context, string prefix, ICheckReport report)
    {
        if (context.Missing.Contains(If))
        {
            report.Field(If, context.IsUpdate ? "field required for entity check when updating" : "field required for entity check");
            return;
        }

        if (context.Failed.Contains(TopLevel(If)) || IfMatch.Check(context.Raw.At(If)) is not null)
        {
            return;
        }

        // Without its record there is no field to ask.
        if (Then.Contains('.', StringComparison.Ordinal) && context.Raw.At(Then[..Then.LastIndexOf('.')]) is not JsonObject)
        {
            return;
        }

        // Kong checks the field against both its own rules and the condition; what it says of the type goes before the condition.
        JsonNode? value = context.Raw.At(Then);
        string? own = context.Errors?.At(Then).AsText();
        bool staysMistyped = value is not null && !ThenMatch.IsAboutNull && context.Mistyped.Contains(TopLevel(Then));
        string? error = staysMistyped ? own : ThenMatch.Check(value) ?? own;
        if (error is null)
        {
            return;
        }

        report.Entity(Error ?? $"failed conditional validation given value of field '{prefix}{If}'");
        if (error != own)
        {
            report.Field(Then, error);
        }
    }

    public override JsonObject Describe(string prefix)
    {
        var rule = new JsonObject
        {
            ["if_field"] = prefix + If,
            ["if_match"] = IfMatch.Describe(),
            ["then_field"] = prefix + Then,
            ["then_match"] = ThenMatch.Describe(),
        };
        if (Error is not null)
        {
            rule["then_err"] = Error;
        }

        return new JsonObject { [Name] = rule };
    }

    private static string TopLevel(string path) => path.Split('.')[0];
}

/// <summary>A rule of the record's own; <c>/schemas</c> shows only which fields it reads. An empty name is the record that the others belong to.</summary>
internal sealed record CustomCheck(IReadOnlyList<string> Fields, bool RunsWithMissingFields) : NamedCheck("custom_entity_check", Fields)
{
    public override void Run(CheckContext context, string prefix, ICheckReport report)
    {
    }

    public override JsonObject Describe(string prefix)
    {
        var rule = new JsonObject { ["field_sources"] = new JsonArray([.. Fields.Select(field => JsonValue.Create((prefix + field).TrimEnd('.')))]) };
        if (RunsWithMissingFields)
        {
            rule["run_with_missing_fields"] = true;
        }

        return new JsonObject { [Name] = rule };
    }
}
