using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud.Rules;

/// <summary>A certificate's <c>snis</c> are rows of their own, which its writes create and remove (Kong: <c>db/dao/certificates.lua</c>).</summary>
internal sealed class CertificateRules(IEntityStore store, SchemaProcessor processor) : IEntityRules
{
    private const string Names = "snis";
    private const string Parent = "certificate";
    private static readonly EntitySchema Snis = EntitySchema.Of<Sni>();
    private static readonly Field NameField = Snis.Record.Find("name")!;

    public EntitySchema Schema { get; } = EntitySchema.Of<Certificate>();

    public ValueTask<StoreError?> CheckAsync(JsonObject body, CancellationToken cancellationToken) =>
        CheckNamesAsync(body[Names], Uuids.TryParse(body["id"].AsText(), out Guid id) ? id : null, cancellationToken);

    public ValueTask<StoreError?> CheckAsync(IEntity current, JsonObject changes, CancellationToken cancellationToken) =>
        CheckNamesAsync(changes[Names], current.Id, cancellationToken);

    public async ValueTask<Companions> CompanionsAsync(IEntity row, JsonObject given, bool isChange, CancellationToken cancellationToken)
    {
        if (isChange && !given.ContainsKey(Names))
        {
            return Companions.None;
        }

        HashSet<string> missing = [.. ((Certificate)row).Snis ?? []];
        var writes = new List<EntityWrite>();
        IReadOnlyList<IEntity> current = await store.ListChildrenAsync(Snis, Parent, [row.Id], cancellationToken);
        foreach (Sni sni in current.Cast<Sni>())
        {
            if (!missing.Remove(sni.Name))
            {
                // Not when it has moved to another certificate meanwhile.
                writes.Add(EntityWrite.Delete(Snis, sni.Id) with { Basis = sni });
            }
        }

        foreach (string name in missing)
        {
            var input = new JsonObject { ["name"] = name, [Parent] = new JsonObject { ["id"] = row.Id.ToString("D") } };
            writes.Add(EntityWrite.Put(WriteKind.Insert, Snis, processor.Insert(Snis, input).Entity!));
        }

        // The certificate itself does not change by its names, so two writers who start from the same ones would both add theirs.
        return new Companions(writes, new KnownChildren(Snis, Parent, current));
    }

    public async ValueTask ShowAsync(
        IReadOnlyList<IEntity> rows, IReadOnlyList<JsonObject> answers, bool mayLag, CancellationToken cancellationToken)
    {
        IReadOnlyList<IEntity> snis = await store.ListChildrenAsync(Snis, Parent, [.. rows.Select(row => row.Id)], cancellationToken, mayLag);
        ILookup<Guid, string> names = snis.Cast<Sni>().ToLookup(sni => sni.CertificateId, sni => sni.Name);
        foreach ((IEntity row, JsonObject answer) in rows.Zip(answers))
        {
            answer[Names] = new JsonArray([.. names[row.Id].Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]);
        }
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
}
