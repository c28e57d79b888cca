using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json.Nodes;
using FluentValidation;
using FluentValidation.Internal;
using FluentValidation.Results;

namespace KongLite.Sdk.Schema.Checks;

/// <summary>Cross-field rules of a record, as the schema engine runs them.</summary>
public interface IRecordChecks
{
    /// <summary>Runs every rule that can be run and gives what failed.</summary>
    internal IReadOnlyList<ValidationFailure> Run(object record, CheckContext context, string prefix);

    /// <summary>The rules as <c>/schemas</c> shows them, in the order of declaration.</summary>
    internal IEnumerable<JsonObject> Describe(string prefix);
}

/// <summary>
/// The home of every rule that needs more than one field of a record. Kong's named rules are the methods here; others are ordinary
/// FluentValidation rules, whose messages go to the record's <c>@entity</c> list.
/// </summary>
/// <typeparam name="T">The record.</typeparam>
public abstract class Checks<T> : AbstractValidator<T>, IRecordChecks
{
    private const string PrefixKey = "KongLite.Prefix";
    private readonly List<NamedCheck> _shown = [];

    IReadOnlyList<ValidationFailure> IRecordChecks.Run(object record, CheckContext context, string prefix)
    {
        var validation = new ValidationContext<T>((T)record, new PropertyChain(), new Selector(context, prefix));
        context.Attach(validation);
        validation.RootContextData[PrefixKey] = prefix;
        return Validate(validation).Errors;
    }

    IEnumerable<JsonObject> IRecordChecks.Describe(string prefix) => _shown.Select(check => check.Describe(prefix));

    /// <summary>One of the fields at least must not be empty.</summary>
    protected void AtLeastOneOf(params Expression<Func<T, object?>>[] fields) => Add(new AtLeastOneOfCheck(Paths(fields)));

    /// <summary>Exactly one of the fields must not be empty.</summary>
    protected void OnlyOneOf(params Expression<Func<T, object?>>[] fields) => Add(new OnlyOneOfCheck(Paths(fields)));

    /// <summary>No more than one of the fields may be set.</summary>
    protected void MutuallyExclusive(params Expression<Func<T, object?>>[] fields) => Add(new MutuallyExclusiveCheck(Paths(fields)));

    /// <summary>All of the fields or none must be set; a vault reference in one of them suspends the rule.</summary>
    protected void MutuallyRequired(params Expression<Func<T, object?>>[] fields) => Add(new MutuallyRequiredCheck(Paths(fields)));

    /// <summary>Fields that are set must have different values.</summary>
    protected void Distinct(params Expression<Func<T, object?>>[] fields) => Add(new DistinctCheck(Paths(fields)));

    /// <summary>When one field matches, the other must match too; its error stands on that field, and one more in <c>@entity</c>.</summary>
    protected void Conditional(
        Expression<Func<T, object?>> ifField, Match ifMatch, Expression<Func<T, object?>> thenField, Match thenMatch, string? error = null) =>
        Add(new ConditionalCheck(WirePath(ifField), ifMatch, WirePath(thenField), thenMatch, error));

    /// <summary>A line in <c>/schemas</c> for a rule of the record's own, which follows as an ordinary FluentValidation rule.</summary>
    protected void Custom(bool runsWithMissingFields, params string[] fields) => _shown.Add(new CustomCheck(fields, runsWithMissingFields));

    /// <summary>A rule of the record's own on one field, shown in <c>/schemas</c>.</summary>
    protected IRuleBuilderInitial<T, TField> Custom<TField>(Expression<Func<T, TField>> field)
    {
        _shown.Add(new CustomCheck([WirePath(field)], RunsWithMissingFields: false));
        return RuleFor(field);
    }

    /// <summary>
    /// A rule about the record as a whole, whose message takes the record's place among the errors; it runs when nothing else is wrong with the
    /// record. Kong: <c>custom_validator</c> of a record.
    /// </summary>
    /// <param name="rule">Gives the message of a record that breaks the rule, else null.</param>
    protected void Whole(Func<T, string?> rule) => RuleFor(record => record).Custom((record, validation) =>
    {
        if (CheckContext.Of(validation).Failed.Count == 0 && rule(record) is { } error)
        {
            validation.AddRecordError(error);
        }
    });

    private void Add(NamedCheck check)
    {
        _shown.Add(check);
        RuleFor(record => record).Custom((_, validation) =>
            check.Run(CheckContext.Of(validation), (string)validation.RootContextData[PrefixKey], new ValidationReport<T>(validation)));
    }

    private static string[] Paths(Expression<Func<T, object?>>[] fields) => [.. fields.Select(field => WirePath(field))];

    private static string WirePath(LambdaExpression field)
    {
        var steps = new Stack<string>();
        Expression? step = field.Body is UnaryExpression conversion ? conversion.Operand : field.Body;
        while (step is MemberExpression { Member: PropertyInfo property } member)
        {
            steps.Push(SchemaJson.NameOf(property));
            step = member.Expression;
        }

        return string.Join('.', steps);
    }

    /// <summary>
    /// Leaves out rules that cannot say anything sensible. As in Kong, an error below a prefix (a plugin's <c>config</c>) does not keep a rule
    /// from running; a value of another type always does.
    /// </summary>
    private sealed class Selector(CheckContext context, string prefix) : IValidatorSelector
    {
        public bool CanExecute(IValidationRule rule, string propertyPath, IValidationContext validation)
        {
            if (rule.Member is not PropertyInfo property)
            {
                return true;
            }

            string field = SchemaJson.NameOf(property);
            return !context.Unbound.Contains(field) && (prefix.Length > 0 || !context.Failed.Contains(field));
        }
    }
}

/// <summary>Checks with the place they hold in a record.</summary>
/// <param name="Checks">The rules.</param>
/// <param name="Prefix">
/// Null: the rules are about the record itself. A field's name: they are about that field's record but report to this one, as a plugin's rules
/// about its <c>config</c> do.
/// </param>
internal sealed record RecordCheck(IRecordChecks Checks, string? Prefix);
