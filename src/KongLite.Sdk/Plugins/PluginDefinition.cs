using System.Reflection;
using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Checks;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Sdk.Plugins;

/// <summary>What the node knows of a plugin: everything its <see cref="PluginAttribute"/> and its config record say.</summary>
public sealed class PluginDefinition
{
    private static readonly string[] HttpProtocols = ["grpc", "grpcs", "http", "https"];
    private readonly PluginAttribute _attribute;

    private PluginDefinition(Type type, PluginAttribute attribute)
    {
        Type = type;
        IsServed = type.GetInterfaces().Any(each => each.Namespace == typeof(IAccessPhase).Namespace);
        _attribute = attribute;
        Config = SchemaReader.Read(attribute.ConfigType);
        Entities = [.. attribute.Entities.Select(EntitySchema.Of)];
        Schema = SubSchema();
        OwnFields = [.. Schema.Fields.Where(IsOwn)];
    }

    /// <summary>The plugin's class. One object of it is made for each configuration.</summary>
    public Type Type { get; }

    /// <summary>Name, as users write it.</summary>
    public string Name => _attribute.Name;

    /// <summary>Higher runs first.</summary>
    public int Priority => _attribute.Priority;

    /// <summary>
    /// False for a plugin whose class has no phases: its configuration is known, its behaviour is not built, and what it guards fails closed.
    /// </summary>
    public bool IsServed { get; }

    /// <summary>The record of its <c>config</c>.</summary>
    public RecordSchema Config { get; }

    /// <summary>Entities that the plugin brings.</summary>
    public IReadOnlyList<EntitySchema> Entities { get; }

    /// <summary>True when no configuration of it looks at the consumer.</summary>
    public bool NoConsumer => _attribute.NoConsumer;

    /// <summary>True when no configuration of it looks at the route.</summary>
    public bool NoRoute => _attribute.NoRoute;

    /// <summary>True when no configuration of it looks at the service.</summary>
    public bool NoService => _attribute.NoService;

    /// <summary>The <c>plugins</c> entity as it is for this plugin.</summary>
    public RecordSchema Schema { get; }

    /// <summary>The fields of <see cref="Schema"/> that the plugin defines itself, in Kong's order.</summary>
    public IReadOnlyList<Field> OwnFields { get; }

    /// <summary>Reads a plugin's class.</summary>
    /// <exception cref="InvalidOperationException">It has no <see cref="PluginAttribute"/>.</exception>
    public static PluginDefinition Of(Type type) =>
        new(type, type.GetCustomAttribute<PluginAttribute>() ?? throw new InvalidOperationException($"{type} is not a plugin: it has no [Plugin]"));

    private RecordSchema SubSchema()
    {
        RecordSchema plugins = EntitySchema.Of<Plugin>().Record;
        var checks = new List<RecordCheck>(plugins.Checks);
        if (_attribute.Checks is { } type)
        {
            checks.Add(new RecordCheck((IRecordChecks)Activator.CreateInstance(type)!, Prefix: "config"));
        }

        return new RecordSchema(plugins.Type, [.. Reorder(plugins.Fields).Select(Override)], plugins.Shorthands, checks);
    }

    // Kong's documents name the scopes before the protocols and the configuration last.
    private static IEnumerable<Field> Reorder(IReadOnlyList<Field> fields) =>
        fields.OrderBy(field => field.Name switch { "consumer" => 1, "service" => 2, "route" => 3, "protocols" => 4, "config" => 5, _ => 0 });

    private Field Override(Field field) => field.Name switch
    {
        "consumer" when NoConsumer => Refused(field),
        "service" when NoService => Refused(field),
        "route" when NoRoute => Refused(field),
        "protocols" when !_attribute.AnyProtocol || _attribute.DefaultProtocols.Length > 0 => Protocols(field),
        "config" => new Field
        {
            Name = field.Name,
            Type = FieldType.Record,
            Required = true,
            Record = Config,
            Description = field.Description,
        },
        _ => field,
    };

    private bool IsOwn(Field field) => field.Name switch
    {
        "consumer" => NoConsumer,
        "service" => NoService,
        "route" => NoRoute,
        _ => field.Name is "protocols" or "config",
    };

    private static Field Refused(Field field) => new()
    {
        Name = field.Name,
        Type = field.Type,
        Reference = field.Reference,
        Constraints = [new MustBeNullAttribute()],
        Description = field.Description,
    };

    private Field Protocols(Field field)
    {
        string[] defaults = _attribute.DefaultProtocols.Length > 0 ? _attribute.DefaultProtocols : HttpProtocols;
        return new Field
        {
            Name = field.Name,
            Type = field.Type,
            Required = true,
            Default = new JsonArray([.. defaults.Select(each => JsonValue.Create(each))]),
            Elements = _attribute.AnyProtocol ? field.Elements : new Field
            {
                Name = string.Empty,
                Type = FieldType.String,
                Required = true,
                ClrType = field.Elements!.ClrType,
                Constraints = [new OneOfAttribute([.. HttpProtocols])],
            },
            Description = field.Description,
        };
    }
}
