using System.Buffers;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KongLite.Store.Declarative;

/// <summary>Reads the first YAML 1.1 document of a text into JSON: aliases and merge keys resolved, of repeated keys the last.</summary>
internal sealed class YamlText
{
    /// <summary>Deeper than anything that the Admin API lets in, and far from what a stack cannot take.</summary>
    internal const int MaxDepth = 1010;

    // What aliases may add. Ten lines of aliases of aliases can stand for more than any memory holds.
    private const int MostCopied = 2_000_000;
    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\x85'))]);

    private const string TagPrefix = "tag:yaml.org,2002:";
    private readonly Parser _parser;
    private readonly Dictionary<AnchorName, Anchor> _anchors = [];
    private int _nodes;
    private int _copied;

    // The deepest place so far of what is being read.
    private int _deepest;

    private readonly int _mostValues;

    private YamlText(string text, int mostValues)
    {
        _parser = new Parser(new StringReader(text));
        _mostValues = mostValues;
    }

    /// <summary>The document; null when it is null or when there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mostValues">So many values it may have.</param>
    /// <exception cref="DeclarativeSyntaxException">The text is not YAML.</exception>
    public static JsonNode? Read(string text, int mostValues = int.MaxValue)
    {
        // The reader takes NUL for its own end of text, and looks at a long run of them again and again.
        Refuse(text, text.AsSpan().IndexOfAny(Controls), "control characters are not allowed");
        try
        {
            return new YamlText(text, mostValues).ReadDocument();
        }
        catch (YamlException error)
        {
            throw new DeclarativeSyntaxException(error.Start.Line, error.Start.Column, Reason(error.Message));
        }
    }

    /// <summary>Refuses a text for one of its characters.</summary>
    /// <param name="text">The text.</param>
    /// <param name="index">Where the character is; -1: there is none.</param>
    /// <param name="reason">What is wrong with it.</param>
    internal static void Refuse(ReadOnlySpan<char> text, int index, string reason)
    {
        if (index >= 0)
        {
            ReadOnlySpan<char> before = text[..index];
            throw new DeclarativeSyntaxException(before.Count('\n') + 1, index - before.LastIndexOf('\n'), reason);
        }
    }

    private JsonNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        return _parser.TryConsume<DocumentStart>(out _) ? ReadNode(depth: 0) : null;
    }

    private JsonNode? ReadNode(int depth)
    {
        ParsingEvent current = _parser.Consume<ParsingEvent>();
        int before = _nodes++;
        int deepestOutside = _deepest;
        _deepest = depth;
        if (_nodes > _mostValues)
        {
            throw At(current, "too many values");
        }

        JsonNode? node;
        switch (current)
        {
            case AnchorAlias alias:
                node = Copy(alias, depth);
                break;
            case Scalar scalar:
                node = ReadScalar(scalar);
                break;
            case SequenceStart or MappingStart when depth >= MaxDepth:
                throw At(current, "nested too deeply");
            case SequenceStart:
                node = ReadSequence(depth);
                break;
            case MappingStart:
                node = ReadMapping(depth);
                break;
            default:
                throw At(current, "unexpected end of document");
        }

        if (current is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            _anchors[anchored.Anchor] = new Anchor(node, _nodes - before, _deepest - depth);
        }

        _deepest = Math.Max(_deepest, deepestOutside);
        return node;
    }

    private JsonArray ReadSequence(int depth)
    {
        var list = new JsonArray();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            list.Add(ReadNode(depth + 1));
        }

        return list;
    }

    private JsonObject ReadMapping(int depth)
    {
        var map = new JsonObject();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            ParsingEvent start = _parser.Consume<ParsingEvent>();
            string key = ReadKey(start);
            bool isMerge = start is Scalar scalar
                && (scalar.Tag.IsEmpty ? key == "<<" && scalar.Style == ScalarStyle.Plain : scalar.Tag.Value == TagPrefix + "merge");
            JsonNode? value = ReadNode(depth + 1);
            if (isMerge)
            {
                Merge(map, value, start);
            }
            else
            {
                map[key] = value;
            }
        }

        return map;
    }

    private string ReadKey(ParsingEvent start)
    {
        switch (start)
        {
            case Scalar scalar:
                if (!scalar.Anchor.IsEmpty)
                {
                    _anchors[scalar.Anchor] = new Anchor(ReadScalar(scalar), Size: 1, Depth: 0);
                }

                return scalar.Value;
            case AnchorAlias alias when Copy(alias, depth: 0) is JsonValue value:
                return value.ToString();
            default:
                throw At(start, "a key must be a text");
        }
    }

    // What the map has already stays; what follows in it overwrites.
    private static void Merge(JsonObject map, JsonNode? source, ParsingEvent at)
    {
        IEnumerable<JsonNode?> sources = source is JsonArray list ? list : [source];
        foreach (JsonNode? each in sources)
        {
            if (each is not JsonObject merged)
            {
                throw At(at, "invalid '<<' merge");
            }

            foreach ((string key, JsonNode? value) in merged)
            {
                if (!map.ContainsKey(key))
                {
                    map[key] = value?.DeepClone();
                }
            }
        }
    }

    private static JsonNode? ReadScalar(Scalar scalar)
    {
        string value = scalar.Value;
        if (scalar.Tag.IsEmpty || !scalar.Tag.Value.StartsWith(TagPrefix, StringComparison.Ordinal))
        {
            return scalar.Style == ScalarStyle.Plain ? YamlScalars.Resolve(value) : JsonValue.Create(value);
        }

        return scalar.Tag.Value[TagPrefix.Length..] switch
        {
            "null" => null,
            "bool" => value is "y" or "Y" ? true : value is "n" or "N" ? false : YamlScalars.Boolean(value) ?? throw Invalid(scalar),
            "int" or "float" => YamlScalars.Number(value) ?? throw Invalid(scalar),
            _ => JsonValue.Create(value),
        };
    }

    private JsonNode? Copy(AnchorAlias alias, int depth)
    {
        if (!_anchors.TryGetValue(alias.Value, out Anchor? anchor))
        {
            throw At(alias, $"invalid reference: {alias.Value}");
        }

        if (depth + anchor.Depth > MaxDepth)
        {
            throw At(alias, "nested too deeply");
        }

        _deepest = Math.Max(_deepest, depth + anchor.Depth);
        _copied += anchor.Size;
        _nodes += anchor.Size - 1;
        return _copied > MostCopied ? throw At(alias, "aliases stand for too much") : anchor.Node?.DeepClone();
    }

    private static DeclarativeSyntaxException Invalid(Scalar scalar) => At(scalar, $"invalid '{scalar.Tag.Value}' value: '{scalar.Value}'");

    private static DeclarativeSyntaxException At(ParsingEvent place, string reason) => new(place.Start.Line, place.Start.Column, reason);

    // "While parsing a node, did not find expected node content." is what Kong's parser reports without its first half.
    private static string Reason(string message)
    {
        int comma = message.StartsWith("While ", StringComparison.Ordinal) ? message.IndexOf(", ", StringComparison.Ordinal) : -1;
        string reason = (comma < 0 ? message : message[(comma + 2)..]).TrimEnd('.');
        return reason.Length == 0 ? reason : char.ToLowerInvariant(reason[0]) + reason[1..];
    }

    /// <summary>What an alias stands for.</summary>
    /// <param name="Node">The value.</param>
    /// <param name="Size">How many values it is made of.</param>
    /// <param name="Depth">How deep it is nested; 0: it is a scalar.</param>
    private sealed record Anchor(JsonNode? Node, int Size, int Depth);
}
