using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema.Checks;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Sdk.Schema;

/// <summary>Reads a record type into a <see cref="RecordSchema"/>: types, nullability, initialisers, attributes and summaries.</summary>
public static class SchemaReader
{
    private static readonly ConcurrentDictionary<Type, RecordSchema> Known = new();

    /// <summary>The schema of a record type.</summary>
    /// <exception cref="InvalidOperationException">A property has a type that no field can have.</exception>
    public static RecordSchema Read(Type type) => Known.GetOrAdd(type, static each => ReadRecord(each));

    /// <summary>One reader of its value for each field of an entity.</summary>
    internal static Dictionary<string, Func<IEntity, object?>> Getters(Type type) =>
        Properties(type).ToDictionary(
            SchemaJson.NameOf,
            property => (Func<IEntity, object?>)(entity => property.GetValue(entity)),
            StringComparer.Ordinal);

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => !property.IsDefined(typeof(JsonIgnoreAttribute)))
            .OrderBy(property => Depth(Declaration(property).DeclaringType))
            .ThenBy(property => Declaration(property).MetadataToken);

    // A property that a derived record declares anew keeps its place.
    private static MethodInfo Declaration(PropertyInfo property) => property.GetMethod!.GetBaseDefinition();

    private static int Depth(Type? type)
    {
        int depth = 0;
        for (; type is not null; type = type.BaseType)
        {
            depth++;
        }

        return depth;
    }

    private static RecordSchema ReadRecord(Type type)
    {
        var nullability = new NullabilityInfoContext();
        object defaults = Activator.CreateInstance(type) ?? throw new InvalidOperationException($"{type.Name} cannot be created");
        var fields = new List<Field>();
        foreach (PropertyInfo property in Properties(type))
        {
            fields.Add(ReadField(property, nullability.Create(property), property.GetValue(defaults)));
        }

        IRecordChecks? checks = type.GetCustomAttributes().OfType<ICheckedBy>().FirstOrDefault()?.Create();
        return new RecordSchema(
            type,
            fields,
            [.. type.GetCustomAttributes<ShorthandAttribute>()],
            checks is null ? [] : [new RecordCheck(checks, Prefix: null)])
        {
            Couplings = [.. type.GetCustomAttributes<CouplingAttribute>()],
        };
    }

    private static Field ReadField(PropertyInfo property, NullabilityInfo nullability, object? initial)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        bool nullable = nullability.WriteState == NullabilityState.Nullable;
        ConstraintAttribute[] constraints = [.. property.GetCustomAttributes<ConstraintAttribute>()];
        ForeignAttribute? foreign = property.GetCustomAttribute<ForeignAttribute>();
        AutoAttribute? auto = property.GetCustomAttribute<AutoAttribute>();
        bool isAbstract = property.IsDefined(typeof(AbstractAttribute));
        Part? referenceable = property.GetCustomAttribute<ReferenceableAttribute>()?.On;
        FieldType kind = foreign is not null ? FieldType.Foreign
            : isAbstract ? FieldType.Record
            : KindOf(type, property.IsDefined(typeof(SetAttribute)), property);
        return new Field
        {
            Name = SchemaJson.NameOf(property),
            Type = kind,
            ClrType = type,
            Required = !nullable && !isAbstract && (auto is null || property.IsDefined(typeof(RequiredMemberAttribute))),
            Default = FieldDefaults.Of(property, kind, auto, isAbstract, initial),
            Constraints = ConstraintsOf(type, constraints, Part.Value),
            Error = constraints.OfType<MatchAttribute>().FirstOrDefault(each => each.On == Part.Value)?.Error,
            Elements = ElementsOf(kind, type, property, Part.Element),
            Keys = kind == FieldType.Map ? Leaf(typeof(string), property, Part.Key) : null,
            Record = kind == FieldType.Record && !isAbstract ? Read(type) : null,
            Reference = foreign?.Reference,
            OnDelete = foreign?.OnDelete ?? OnDelete.Restrict,
            SpellsOnDelete = foreign is { OnDelete: OnDelete.Cascade, ShowsOnDelete: true },
            NullMeansDefault = property.IsDefined(typeof(NullMeansDefaultAttribute)),
            Unique = property.IsDefined(typeof(UniqueAttribute)),
            Auto = auto,
            Referenceable = referenceable == Part.Value,
            Secret = property.IsDefined(typeof(SecretAttribute)),
            Abstract = isAbstract,
            Uuid = kind == FieldType.String && type == typeof(Guid),
            Deprecation = property.GetCustomAttribute<DeprecatedAttribute>(),
            Transient = property.IsDefined(typeof(TransientAttribute)),
            ShownDefault = property.GetCustomAttribute<ShownDefaultAttribute>() is { } shown ? FieldDefaults.Shown(property, initial, shown.Except) : null,
            UniqueAcrossWorkspaces = property.GetCustomAttribute<UniqueAttribute>()?.AcrossWorkspaces == true,
            SpellsNotUnique = property.IsDefined(typeof(NotUniqueAttribute)),
            SpellsOptional = property.GetCustomAttribute<OptionalAttribute>()?.On == Part.Value,
            SpellsNullDefault = property.IsDefined(typeof(NullDefaultAttribute)),
            Description = XmlSummaries.Of(property),
        };
    }

    private static FieldType KindOf(Type type, bool isSet, PropertyInfo property)
    {
        if (type == typeof(string) || type == typeof(Guid) || type.IsEnum)
        {
            return FieldType.String;
        }

        if (type == typeof(int) || type == typeof(long))
        {
            return FieldType.Integer;
        }

        if (type == typeof(double))
        {
            return FieldType.Number;
        }

        if (type == typeof(bool))
        {
            return FieldType.Boolean;
        }

        if (type == typeof(JsonElement))
        {
            return FieldType.Any;
        }

        if (IsGeneric(type, typeof(IReadOnlyList<>)))
        {
            return isSet ? FieldType.Set : FieldType.Array;
        }

        if (IsGeneric(type, typeof(IReadOnlyDictionary<,>)))
        {
            return FieldType.Map;
        }

        return type.IsClass && !typeof(IEnumerable).IsAssignableFrom(type)
            ? FieldType.Record
            : throw new InvalidOperationException($"{property.DeclaringType?.Name}.{property.Name}: no field can have the type {type}");
    }

    private static Field? ElementsOf(FieldType kind, Type type, PropertyInfo property, Part part) => kind switch
    {
        FieldType.Array or FieldType.Set => Leaf(type.GetGenericArguments()[0], property, part),
        FieldType.Map => Leaf(type.GetGenericArguments()[1], property, part),
        _ => null,
    };

    private static Field Leaf(Type declared, PropertyInfo property, Part part)
    {
        Type type = Nullable.GetUnderlyingType(declared) ?? declared;
        FieldType kind = KindOf(type, isSet: false, property);
        return new Field
        {
            Name = string.Empty,
            Type = kind,
            ClrType = type,
            Required = true,
            Constraints = ConstraintsOf(type, property.GetCustomAttributes<ConstraintAttribute>(), part),
            Elements = ElementsOf(kind, type, property, Part.ElementOfElement),
            Record = kind == FieldType.Record ? Read(type) : null,
            Uuid = type == typeof(Guid),
            Referenceable = property.GetCustomAttribute<ReferenceableAttribute>()?.On == part,
            SpellsRequired = property.GetCustomAttribute<ShownRequiredAttribute>()?.Parts.Contains(part) == true,
            SpellsOptional = property.GetCustomAttribute<OptionalAttribute>()?.On == part,
        };
    }

    private static List<ConstraintAttribute> ConstraintsOf(Type type, IEnumerable<ConstraintAttribute> constraints, Part part)
    {
        var found = constraints.Where(each => each.On == part).ToList();
        if (type.IsEnum)
        {
            found.Add(new OneOfAttribute([.. Enum.GetNames(type).Select(name =>
                (object)(type.GetField(name)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? name))]));
        }

        if (type == typeof(string) && !found.Any(each => each is LengthMinAttribute))
        {
            found.Add(UnwrittenMinimum.Instance);
        }

        return [.. found.OrderBy(each => each.Rank)];
    }

    private static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    /// <summary>Every text has at least one byte, unless its field says otherwise; <c>/schemas</c> does not show it.</summary>
    private sealed class UnwrittenMinimum : ConstraintAttribute
    {
        public static readonly UnwrittenMinimum Instance = new();
        private static readonly LengthMinAttribute Rule = new(1);

        public override int Rank => Rule.Rank;

        public override string? Check(JsonNode value) => Rule.Check(value);

        public override void Describe(JsonObject description)
        {
        }
    }
}
