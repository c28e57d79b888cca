using System.Text.Json.Nodes;
using KongLite.Admin.Crud;
using KongLite.Admin.Routing;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Typedefs;
using KongLite.Sdk.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace KongLite.Admin.OpenApi;

/// <summary>The answers to what goes wrong, as components. Their examples are what the code answers.</summary>
internal sealed class ErrorAnswers(OpenApiDocument document, EntityExamples examples)
{
    /// <summary>400: the key in the path names nothing.</summary>
    public const string BadKey = nameof(BadKey);

    /// <summary>400: the arguments of a list are wrong.</summary>
    public const string BadQuery = nameof(BadQuery);

    /// <summary>400: the body is wrong, or does not fit the rows there are.</summary>
    public const string BadBody = nameof(BadBody);

    /// <summary>400: the row cannot go.</summary>
    public const string Referenced = nameof(Referenced);

    /// <summary>404: there is no such row.</summary>
    public const string NotFound = nameof(NotFound);

    /// <summary>404 of PATCH, which says what it looked for.</summary>
    public const string NothingToChange = nameof(NothingToChange);

    /// <summary>405: a node without database.</summary>
    public const string ReadOnly = nameof(ReadOnly);

    /// <summary>405: the path does not do this.</summary>
    public const string MethodNotAllowed = nameof(MethodNotAllowed);

    /// <summary>409: a unique value is taken.</summary>
    public const string Conflict = nameof(Conflict);

    /// <summary>413: the body is too large.</summary>
    public const string TooLarge = nameof(TooLarge);

    /// <summary>415: the content type is not read.</summary>
    public const string UnsupportedMediaType = nameof(UnsupportedMediaType);

    /// <summary>500: the store, or what should not have happened.</summary>
    public const string Unexpected = nameof(Unexpected);

    /// <summary>Name of the schema of errors with a code.</summary>
    public const string ErrorSchema = "Error";

    /// <summary>Name of the schema of a message alone.</summary>
    public const string MessageSchema = "Message";

    /// <summary>Adds all of them and their schemas.</summary>
    public void Add()
    {
        ErrorSchemas.Add(document);
        string id = EntitySamples.IdOf("services").ToString("D");
        Add(BadKey, "The key in the path is neither an id nor a possible name.", [
            ("not an id", StoreError.InvalidPrimaryKey()),
            ("not a name", StoreError.InvalidUnique("name", Utf8Name.Check("no spaces")!)),
        ]);
        Add(BadQuery, "An argument of the query is wrong.", [
            ("size", Query("size", "0")),
            ("offset", StoreError.InvalidOffset("?", "bad base64 encoding")),
            ("tags", Query("tags", string.Empty)),
        ]);
        Add(BadBody, "The body cannot be read, breaks the schema, or does not fit the rows there are.", [
            ("schema violation", SchemaViolation()),
            ("unknown reference by id", StoreError.ForeignKey("service", Guid.Parse(id), "services")),
            ("unknown reference by name", UnresolvedReference()),
            ("id taken", StoreError.PrimaryKey(new JsonObject { ["id"] = id })),
            ("option", StoreError.InvalidOption("ttl", TtlOption.Error)),
            ("not JSON", Answer.BadJson),
            ("too many fields", Answer.TooManyArguments),
        ]);
        Add(Referenced, "The key in the path is wrong, or other rows refer to this one.", [
            ("referenced", StoreError.Referenced("routes", "services")),
            ("not an id", StoreError.InvalidPrimaryKey()),
        ]);
        Add(NotFound, "There is no such row.", [("not found", Answer.NotFound)]);
        Add(NothingToChange, "There is no such row.", [
            ("by name", StoreError.NotFoundBy("name", "orders")),
            ("by id", StoreError.NotFound(id)),
            ("below a parent", Answer.NotFound),
        ]);
        Add(ReadOnly, "The node has no database: its configuration is read-only.", [
            ("read-only", StoreError.Unsupported("cannot create 'services' entities when not using a database")),
        ]);
        Add(MethodNotAllowed, "The path does not do this.", [("not allowed", Answer.MethodNotAllowed)]);
        Add(Conflict, "A value that has to be unique is taken.", [("taken", StoreError.Unique(new JsonObject { ["name"] = "orders" }))]);
        Add(TooLarge, "The body is longer than the node takes.", [("too large", Answer.TooLarge)]);
        Add(UnsupportedMediaType, "The body is of a type that is not read.", [("content type", Answer.UnsupportedMediaType)]);
        Add(Unexpected, "The store failed, or something that should not happen did.", [("unexpected", Answer.Unexpected)]);
    }

    private void Add(string name, string description, (string Name, Answer Answer)[] answers)
    {
        bool isPage = answers[0].Answer.Page is not null;
        document.AddComponent(name, new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [isPage ? "text/html" : "application/json"] = new OpenApiMediaType
                {
                    Schema = isPage ? new OpenApiSchema { Type = JsonSchemaType.String } : SchemaOf(answers),
                    Examples = answers.ToDictionary(each => each.Name.Replace(' ', '-'), IOpenApiExample (each) => Example(each.Answer)),
                },
            },
        });
    }

    private static OpenApiExample Example(Answer answer) =>
        new() { Value = answer.Page is { } page ? JsonValue.Create(page) : answer.Body!.DeepClone() };

    private IOpenApiSchema SchemaOf((string Name, Answer Answer)[] answers)
    {
        string[] schemas = [.. answers.Select(each => each.Answer.Body?["code"] is null ? MessageSchema : ErrorSchema).Distinct()];
        OpenApiSchemaReference[] references = [.. schemas.Select(each => new OpenApiSchemaReference(each, document))];
        return references is [var only] ? only : new OpenApiSchema { AnyOf = [.. references] };
    }

    private StoreError SchemaViolation() =>
        StoreError.Schema(examples.Errors(EntitySchema.Of<Service>(), new JsonObject { ["retries"] = -1, ["path"] = "orders" })!);

    private static StoreError Query(string name, string value)
    {
        var request = new AdminRequest(new DefaultHttpContext(), [], new JsonObject { [name] = value }, [], IsForm: false);
        return ListQuery.Read(request, hasTags: true, out _)!;
    }

    private static StoreError UnresolvedReference() => ForeignKeyResolver.Error(new JsonObject
    {
        ["service"] = new JsonObject { ["name"] = ForeignKeyResolver.Unresolved("name", "orders", "services") },
    });
}
