using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud.Rules;

/// <summary>A certificate's <c>snis</c> are rows of their own, which its writes create and remove (Kong: <c>db/dao/certificates.lua</c>).</summary>
internal sealed class CertificateRules(IEntityStore store, SchemaProcessor processor) : IEntityRules
{
    private const string Names = "snis";
    private static readonly EntitySchema Snis = EntitySchema.Of<Sni>();
    private static readonly Field NameField = Snis.Record.Find("name")!;

    public EntitySchema Schema { get; } = EntitySchema.Of<Certificate>();

    public ValueTask<StoreError?> CheckAsync(JsonObject body, CancellationToken cancellationToken) =>
        CheckNamesAsync(body[Names], Uuids.TryParse(body["id"].AsText(), out Guid id) ? id : null, cancellationToken);

    public ValueTask<StoreError?> CheckAsync(IEntity current, JsonObject changes, CancellationToken cancellationToken) =>
        CheckNamesAsync(changes[Names], current.Id, cancellationToken);

    public async ValueTask<IReadOnlyList<EntityWrite>> CompanionsAsync(
        IEntity row, JsonObject given, bool isChange, CancellationToken cancellationToken)
    {
        if (isChange && !given.ContainsKey(Names))
        {
            return [];
        }

        HashSet<string> missing = [.. ((Certificate)row).Snis ?? []];
        var writes = new List<EntityWrite>();
        foreach (Sni sni in await SnisOfAsync(row.Id, cancellationToken))
        {
            if (!missing.Remove(sni.Name))
            {
                // Not when it has moved to another certificate meanwhile.
                writes.Add(EntityWrite.Delete(Snis, sni.Id) with { Basis = sni });
            }
        }

        foreach (string name in missing)
        {
            var input = new JsonObject { ["name"] = name, ["certificate"] = new JsonObject { ["id"] = row.Id.ToString("D") } };
            writes.Add(EntityWrite.Put(WriteKind.Insert, Snis, processor.Insert(Snis, input).Entity!));
        }

        return writes;
    }

    public async ValueTask ShowAsync(IEntity row, JsonObject answer, CancellationToken cancellationToken)
    {
        IReadOnlyList<Sni> snis = await SnisOfAsync(row.Id, cancellationToken);
        answer[Names] = new JsonArray([.. snis.Select(sni => sni.Name).Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]);
    }

    // Each name before the next one, and all before the certificate itself. What is no list is the schema's to tell.
    private async ValueTask<StoreError?> CheckNamesAsync(JsonNode? names, Guid? own, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string? twice in (names as JsonArray ?? []).Select(each => each.AsText()).Where(each => each is not null && !seen.Add(each)))
        {
            return Error($"{twice} is duplicated");
        }

        foreach (JsonNode? each in names as JsonArray ?? [])
        {
            if ((each.AsText() is { } text ? PathKey.Check(NameField, text) : "expected a string") is { } error)
            {
                return StoreError.InvalidUnique(NameField.Name, error);
            }

            if (await store.FindByAsync(Snis, NameField.Name, each.AsText()!, cancellationToken) is Sni taken && taken.CertificateId != own)
            {
                return Error($"{taken.Name} already associated with existing certificate '{taken.CertificateId:D}'");
            }
        }

        return null;
    }

    private static StoreError Error(string message) => StoreError.Schema(SchemaErrors.At(Names, message));

    private async ValueTask<IReadOnlyList<Sni>> SnisOfAsync(Guid certificate, CancellationToken cancellationToken)
    {
        StoreResult<IReadOnlyList<IEntity>> rows =
            await store.ListAllAsync(Snis, cancellationToken, new ParentFilter("certificate", certificate));
        return rows.Error is { } error ? throw new InvalidOperationException(error.Message) : [.. rows.Value.Cast<Sni>()];
    }
}
