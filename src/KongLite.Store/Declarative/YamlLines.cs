using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KongLite.Store.Declarative;

/// <summary>Finds the line of a value in a YAML text.</summary>
internal static class YamlLines
{
    /// <summary>The line, from 1, of the value that keys and positions lead to, or of the last step that the text has.</summary>
    public static long Find(string text, IReadOnlyList<object> steps)
    {
        var parser = new Parser(new StringReader(text));
        parser.Consume<StreamStart>();
        parser.Consume<DocumentStart>();
        long line = parser.Current!.Start.Line;
        foreach (object step in steps)
        {
            long? next = step is string name ? EnterMember(parser, name) : EnterElement(parser, (int)step);
            if (next is null)
            {
                break;
            }

            line = next.Value;
        }

        return line;
    }

    private static long? EnterMember(Parser parser, string name)
    {
        if (!parser.TryConsume<MappingStart>(out _))
        {
            return null;
        }

        while (!parser.Accept<MappingEnd>(out _))
        {
            long line = parser.Current!.Start.Line;
            bool isFound = parser.Current is Scalar key && key.Value == name;
            parser.SkipThisAndNestedEvents();
            if (isFound)
            {
                return line;
            }

            parser.SkipThisAndNestedEvents();
        }

        return null;
    }

    private static long? EnterElement(Parser parser, int position)
    {
        if (!parser.TryConsume<SequenceStart>(out _))
        {
            return null;
        }

        for (int i = 0; i < position && !parser.Accept<SequenceEnd>(out _); i++)
        {
            parser.SkipThisAndNestedEvents();
        }

        return parser.Current!.Start.Line;
    }
}
