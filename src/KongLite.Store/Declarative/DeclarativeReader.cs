using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Store.Declarative;

/// <summary>Reads declarative configurations: kong.yml files and what <c>POST /config</c> takes.</summary>
public sealed class DeclarativeReader(SchemaCatalog catalog, SchemaProcessor processor)
{
    internal const string FormatVersion = "_format_version";
    internal const string Transform = "_transform";

    /// <summary>So many faulty entities are reported, no more: who has that many has one mistake in all of them.</summary>
    internal const int MostFaulty = 10_000;

    /// <summary>How much a document may hold.</summary>
    public DeclarativeLimits Limits { get; init; } = DeclarativeLimits.None;

    /// <summary>Reads a text of either kind: JSON, or else a YAML 1.1 document.</summary>
    /// <param name="text">The document.</param>
    public DeclarativeResult ReadText(string text) => ReadText(JsonOrYaml, text, ttlFrom: null);

    /// <summary>Reads a YAML 1.1 document; JSON is such a document too.</summary>
    /// <param name="text">The document.</param>
    /// <param name="ttlFrom">The moment from which lifetimes count, when that is not now.</param>
    public DeclarativeResult ReadYaml(string text, DateTimeOffset? ttlFrom = null) => ReadText(yaml => YamlText.Read(yaml, Limits.Values), text, ttlFrom);

    /// <summary>Reads a JSON document.</summary>
    /// <param name="text">The document.</param>
    public DeclarativeResult ReadJson(string text) => ReadText(json => JsonText.Read(json, Limits.Values), text, ttlFrom: null);

    /// <summary>Reads a document that is JSON already.</summary>
    /// <param name="root">The document. Changed when it is of an older format.</param>
    /// <param name="ttlFrom">The moment from which lifetimes count, when that is not now.</param>
    public DeclarativeResult Read(JsonObject root, DateTimeOffset? ttlFrom = null)
    {
        if (root[FormatVersion].AsText() is "1.1" or "2.1")
        {
            OldPaths.Migrate(root);
        }

        var walk = new DocumentWalk(catalog, Limits.Entities);
        JsonObject errors = walk.Read(root);
        if (walk.HasTooMany)
        {
            return new DeclarativeResult(null, DeclarativeErrors.Syntax("too many entities"));
        }

        var references = new DocumentReferences(walk.Found);
        bool isTransformed = root[Transform].AsBoolean() == false;
        var faulty = new OrderedDictionary<DocumentEntity, JsonObject>();
        foreach (DocumentEntity entity in walk.Found.TakeWhile(_ => faulty.Count < MostFaulty))
        {
            Process(entity, references, ttlFrom, isTransformed);
            if (entity.Fault is not null || entity.Errors.Count > 0)
            {
                faulty.Add(entity, entity.Errors);
                if (entity is { Fault: not null, Parent: { } parent })
                {
                    // What is no object is an error of what it is nested in.
                    faulty.TryAdd(parent, parent.Errors);
                }
            }
        }

        if (errors.Count > 0 || faulty.Count > 0)
        {
            var flattened = new FlattenedErrors(faulty, (JsonObject)errors.DeepClone(), hasIds: false);
            foreach (DocumentEntity entity in faulty.Keys)
            {
                Attach(entity, errors);
            }

            return new DeclarativeResult(null, DeclarativeErrors.Of(errors, flattened));
        }

        if (DocumentKeys.Check(walk.Found, references) is { } clashes)
        {
            return new DeclarativeResult(null, clashes);
        }

        List<DeclaredEntity> entities = [.. walk.Found.Select(each => new DeclaredEntity(each.Schema, each.Entity!, each.AsGiven))];
        return new DeclarativeResult(new DeclarativeConfig(entities), null);
    }

    private DeclarativeResult ReadText(Func<string, JsonNode?> parse, string text, DateTimeOffset? ttlFrom)
    {
        JsonNode? root;
        try
        {
            YamlText.Refuse(text, StrayAt(text), "invalid UTF-8");
            root = parse(text);
        }
        catch (DeclarativeSyntaxException error)
        {
            string reason = string.Create(CultureInfo.InvariantCulture, $"{error.Line}:{error.Column}: {error.Message}");
            return new DeclarativeResult(null, DeclarativeErrors.Syntax(reason, error.Line));
        }

        return root switch
        {
            JsonObject map => Read(map, ttlFrom),
            JsonArray { Count: 0 } => Read([], ttlFrom),
            _ => new DeclarativeResult(null, DeclarativeErrors.Syntax("expected an object")),
        };
    }

    private void Process(DocumentEntity entity, DocumentReferences references, DateTimeOffset? ttlFrom, bool isTransformed)
    {
        if (entity.Fault is not null)
        {
            return;
        }

        references.Resolve(entity);
        JsonNode? ttl = entity.Record["ttl"];
        SchemaResult result = processor.Load(entity.Schema, entity.Record, isTransformed);
        foreach ((string name, JsonNode? error) in result.Errors?.Fields.ToList() ?? [])
        {
            entity.Errors.TryAdd(name, error?.DeepClone());
        }

        entity.AsGiven = result.AsGiven;
        entity.Entity = ttlFrom is { } start && ttl.AsNumber() is > 0 and { } seconds && result.Entity is IExpiring expiring
            ? expiring.WithExpiry(start.AddSeconds(seconds))
            : result.Entity;
    }

    // What was no UTF-8 became half of a surrogate pair.
    private static int StrayAt(ReadOnlySpan<char> text)
    {
        for (int at = 0; ;)
        {
            int next = text[at..].IndexOfAnyInRange('\uD800', '\uDFFF');
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (Rune.DecodeFromUtf16(text[at..], out _, out int length) != OperationStatus.Done)
            {
                return at;
            }

            at += length;
        }
    }

    // Kong's order of trying. What begins like JSON and is none gets the YAML reader's error.
    private JsonNode? JsonOrYaml(string text)
    {
        if (text.AsSpan().TrimStart() is ['{' or '[', ..])
        {
            try
            {
                return JsonText.Read(text, Limits.Values);
            }
            catch (DeclarativeSyntaxException error) when (!error.IsTooMuch)
            {
            }
        }

        return YamlText.Read(text, Limits.Values);
    }

    private static void Attach(DocumentEntity entity, JsonObject root)
    {
        if (entity.Errors.Parent is not null)
        {
            return;
        }

        if (entity.Parent is { } parent)
        {
            Attach(parent, root);
        }

        JsonObject place = entity.Parent?.Errors ?? root;
        if (place[entity.Schema.Name] is not JsonArray list)
        {
            place[entity.Schema.Name] = list = [];
        }

        while (list.Count <= entity.Position)
        {
            list.Add(null);
        }

        list[entity.Position] = entity.Fault is { } fault ? JsonValue.Create(fault) : entity.Errors;
    }
}
