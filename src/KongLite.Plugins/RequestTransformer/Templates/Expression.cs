using KongLite.Sdk.Schema;

namespace KongLite.Plugins.RequestTransformer.Templates;

/// <summary>
/// A compiled expression. Its values are null, a <see cref="bool"/>, a <see cref="double"/>, a <see cref="string"/>, an array for a name with several
/// values, or a <see cref="TemplateTable"/>.
/// </summary>
internal delegate object? Expression(TemplateScope scope);

/// <summary>Lua's rules for values.</summary>
internal static class LuaValue
{
    /// <summary>Everything but nil and false.</summary>
    public static bool IsTrue(object? value) => value is not (null or false);

    /// <summary>The name of a value's type.</summary>
    public static string TypeOf(object? value) => value switch
    {
        null => "nil",
        bool => "boolean",
        double => "number",
        string => "string",
        _ => "table",
    };

    /// <summary>What an expression leaves in a text; nil and false leave nothing.</summary>
    /// <exception cref="TemplateException">It is a table with names, such as <c>headers</c> itself.</exception>
    public static string Write(object? value) => value switch
    {
        null or false => string.Empty,
        true => "true",
        string text => text,
        double number => LuaNumber.Format(number),
        // Kong writes the address of the table here.
        object?[] values => string.Join(", ", Array.ConvertAll(values, Write)),
        _ => throw new TemplateException("an expression gives a table instead of a text"),
    };

    /// <summary>An element of a value.</summary>
    /// <exception cref="TemplateException">The value has none.</exception>
    public static object? Index(object? value, object? key, TemplateScope scope) => value switch
    {
        TemplateTable table => scope.Find(table, key),
        object?[] values => key is double number && number >= 1 && number <= values.Length && number == Math.Floor(number) ? values[(int)number - 1] : null,
        // A text has methods only.
        string => null,
        _ => throw new TemplateException($"attempt to index a {TypeOf(value)} value"),
    };

    /// <summary>Two values in one text.</summary>
    /// <exception cref="TemplateException">One is neither text nor number.</exception>
    public static string Concatenate(object? left, object? right)
    {
        object? wrong = left is string or double ? right : left;
        return wrong is string or double ? Write(left) + Write(right) : throw new TemplateException($"attempt to concatenate a {TypeOf(wrong)} value");
    }
}
