using KongLite.Sdk.Schema;
using Microsoft.OpenApi;
using static KongLite.Admin.OpenApi.ErrorAnswers;

namespace KongLite.Admin.OpenApi;

/// <summary>The operations of entities: all alike, told by path and method.</summary>
internal sealed class EntityOperations(OpenApiDocument document)
{
    private static readonly string[] BodyRefusals = [ReadOnly, Conflict, TooLarge, UnsupportedMediaType, Unexpected];

    /// <summary>Describes an operation.</summary>
    /// <returns>The operation; null: entities have none of this method there.</returns>
    public OpenApiOperation? Of(EntityPath path, string method)
    {
        string one = Phrases.One(path.Entity);
        string owner = Phrases.One(path.Owner);
        string any = Phrases.Any(path.Entity);
        string anyOwner = Phrases.Any(path.Owner);
        return (path.Kind, method) switch
        {
            (EntityPathKind.Collection, "GET") => List(path, $"List {Phrases.Many(path.Entity)}", "size", "offset", Tags(path.Entity), CustomId(path.Entity)),
            (EntityPathKind.Collection, "POST") => Create(path, $"Create {any}"),
            (EntityPathKind.Item, "GET") => Read(path, $"Show {any}"),
            (EntityPathKind.Item, "PUT") => Replace(path, $"Create or replace {any}"),
            (EntityPathKind.Item, "PATCH") => Change(path, $"Change {any}"),
            (EntityPathKind.Item, "DELETE") => Delete(path, $"Delete {any}", "Also answered with 204 when there is no such row."),
            (EntityPathKind.Parent, "GET") => Read(path, $"Show the {one} of {anyOwner}"),
            (EntityPathKind.Parent, "PUT") => Replace(
                path, $"Replace the {one} of {anyOwner}, or create it", $"Where the {owner} has none, it gets the new one."),
            (EntityPathKind.Parent, "PATCH") => Change(path, $"Change the {one} of {anyOwner}"),
            (EntityPathKind.Parent, "DELETE") => Refuse(path, $"Never deletes the {one} of {anyOwner}"),
            (EntityPathKind.Children, "GET") => List(path, $"List the {Phrases.Many(path.Entity)} of {anyOwner}", "size", "offset"),
            (EntityPathKind.Children, "POST") => Create(path, $"Create {any} of {anyOwner}"),
            (EntityPathKind.Child, "GET") => Read(path, $"Show {any} of {anyOwner}"),
            (EntityPathKind.Child, "PUT") => Replace(path, $"Create or replace {any} of {anyOwner}", $"One that belongs to another {owner} moves to this one."),
            (EntityPathKind.Child, "PATCH") => Change(path, $"Change {any} of {anyOwner}"),
            (EntityPathKind.Child, "DELETE") => Delete(path, $"Delete {any} of {anyOwner}", null),
            _ => null,
        };
    }

    private OpenApiOperation List(EntityPath path, string summary, params string?[] arguments)
    {
        OpenApiOperation operation = Start(path, summary).Succeeds(document, "200", $"{Phrases.ComponentOf(path.Entity)}List", BadQuery, Unexpected);
        if (path.Field is not null)
        {
            operation.Refuses(document, NotFound);
        }

        operation.Parameters = [.. arguments.OfType<string>().Select(each => new OpenApiParameterReference($"query.{each}", document))];
        return operation;
    }

    private OpenApiOperation Create(EntityPath path, string summary)
    {
        OpenApiOperation operation = Start(path, summary, path.Field is null ? null : $"The path decides about the field {path.Field.Name}.")
            .Succeeds(document, "201", Phrases.ComponentOf(path.Entity), [BadBody, .. BodyRefusals]);
        operation.RequestBody = Body(path, string.Empty);
        return path.Field is null ? operation : operation.Refuses(document, NotFound);
    }

    private OpenApiOperation Read(EntityPath path, string summary) =>
        Start(path, summary).Succeeds(document, "200", Phrases.ComponentOf(path.Entity), BadKey, NotFound, Unexpected);

    private OpenApiOperation Replace(EntityPath path, string summary, string? note = null)
    {
        OpenApiOperation operation = Start(path, summary, $"Every field that the body lacks goes back to its default. {note}".TrimEnd())
            .Succeeds(document, "200", Phrases.ComponentOf(path.Entity), [BadBody, .. BodyRefusals]);
        operation.RequestBody = Body(path, string.Empty);
        return path.Field is null ? operation : operation.Refuses(document, NotFound);
    }

    private OpenApiOperation Change(EntityPath path, string summary)
    {
        OpenApiOperation operation = Start(path, summary, "Fields that the body lacks stay as they are. Records are merged; lists, sets and maps are replaced.")
            .Succeeds(document, "200", Phrases.ComponentOf(path.Entity), [BadBody, NothingToChange, .. BodyRefusals]);
        operation.RequestBody = Body(path, "Change");
        return operation;
    }

    private OpenApiOperation Delete(EntityPath path, string summary, string? note)
    {
        OpenApiOperation operation = Start(path, summary, note).Refuses(document, Referenced, ReadOnly, Unexpected).Empty();
        return path.Field is null ? operation : operation.Refuses(document, NotFound);
    }

    private OpenApiOperation Refuse(EntityPath path, string summary) =>
        Start(path, summary, "405 when there is one. Change the reference of the row instead.").Refuses(document, BadKey, NotFound, MethodNotAllowed, Unexpected);

    private OpenApiOperation Start(EntityPath path, string summary, string? description = null) => new()
    {
        Tags = new HashSet<OpenApiTagReference> { new(Phrases.Tag(path.Owner), document) },
        Summary = summary,
        Description = description,
        Responses = [],
    };

    private OpenApiRequestBodyReference Body(EntityPath path, string kind) => new($"{Phrases.ComponentOf(path.Entity)}{kind}", document);

    private static string? Tags(EntitySchema schema) => schema.Record.Find("tags") is null ? null : "tags";

    private static string? CustomId(EntitySchema schema) => schema.Record.Find("custom_id") is null ? null : "custom_id";
}
