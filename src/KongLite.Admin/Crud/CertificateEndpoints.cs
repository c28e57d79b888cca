using System.Text.Json.Nodes;
using KongLite.Admin.Routing;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud;

/// <summary>Paths that take the name of an SNI in place of its certificate's id (Kong: <c>api/routes/certificates.lua</c>).</summary>
internal sealed class CertificateEndpoints(IEntityStore store, EntityReads reads, EntityWrites writes)
{
    private const string Names = "snis";
    private static readonly EntitySchema Certificates = EntitySchema.Of<Certificate>();
    private static readonly EntitySchema Snis = EntitySchema.Of<Sni>();
    private static readonly Field CertificateField = Snis.Record.Find("certificate")!;

    /// <summary>Adds the paths.</summary>
    public void Map(EndpointTable endpoints)
    {
        endpoints.Map(
            "/certificates/{certificates}",
            ("GET", request => WithCertificate(request, async key => await reads.FindAsync(key, request) ?? (Answer)key.NotFound)),
            ("PUT", PutAsync),
            ("PATCH", request => WithCertificate(request, key => writes.UpdateAsync(key, request))),
            ("DELETE", request => WithCertificate(request, key => writes.DeleteAsync(key, request))),
            ("OPTIONS", request => WithCertificate(request, _ => Answer.NoContent.AsTask())));
        endpoints.Map(
            "/certificates/{certificates}/snis",
            ("GET", request => WithParent(
                request, filter => reads.ListAsync(Snis, request, $"/certificates/{request.Keys[0].Raw}/snis", filter))),
            ("POST", request => WithParent(request, filter => writes.CreateAsync(Snis, request, filter))),
            ("OPTIONS", request => WithCertificate(request, _ => Answer.NoContent.AsTask())));
        endpoints.Map(
            "/certificates/{certificates}/snis/{snis}",
            ("GET", request => WithSni(request, (key, filter) => reads.GetAsync(key, request, filter))),
            ("PUT", request => WithSni(request, (key, filter) => writes.UpsertAsync(key, request, filter))),
            ("PATCH", request => WithSni(request, (key, filter) => writes.UpdateAsync(key, request, filter))),
            ("DELETE", request => WithSni(request, (key, filter) => writes.DeleteAsync(key, request, filter))),
            ("OPTIONS", request => WithCertificate(request, _ => Answer.NoContent.AsTask())));
        // It would be the path of the certificate itself.
        endpoints.Refuse("/snis/{snis}/certificate", () => Answer.NotFound, "GET", "PUT", "PATCH", "DELETE");
    }

    private ValueTask<Answer> WithCertificate(AdminRequest request, Func<PathKey, ValueTask<Answer>> next) => WithKey(
        request,
        next,
        async name => await name.FindAsync(store, request.Aborted) is Sni sni
            ? await next(PathKey.Of(Certificates, sni.CertificateId))
            : Answer.Message(404, "SNI not found"));

    private static ValueTask<Answer> WithKey(
        AdminRequest request, Func<PathKey, ValueTask<Answer>> withId, Func<PathKey, ValueTask<Answer>> withName) =>
        Uuids.TryParse(request.Keys[0].Text, out Guid id)
            ? withId(new PathKey(Certificates, request.Keys[0].Text, id))
            : PathRows.WithKey(Snis, request.Keys[0], withName);

    private ValueTask<Answer> WithParent(AdminRequest request, Func<ParentFilter, ValueTask<Answer>> next) => WithCertificate(
        request,
        async key => await key.FindAsync(store, request.Aborted) is { } row ? await next(new ParentFilter("certificate", row.Id)) : Answer.NotFound);

    private ValueTask<Answer> WithSni(AdminRequest request, Func<PathKey, ParentFilter, ValueTask<Answer>> next) =>
        WithParent(request, filter => PathRows.WithChild(Snis, request, key => next(key, filter)));

    // The name in the path joins the names in the body; a body without names has none, as with every PUT.
    private ValueTask<Answer> PutAsync(AdminRequest request) => WithKey(request, key => writes.UpsertAsync(key, request), name =>
    {
        if (request.Body.TryGetPropertyValue(Names, out JsonNode? given))
        {
            JsonArray? list = given as JsonArray ?? (request.IsForm && given is JsonValue only ? [only.DeepClone()] : null);
            if (list is not null && !list.Any(each => each.AsText() == name.Text))
            {
                list.Add(name.Text);
                request.Body[Names] = list.Parent is null ? list : list.DeepClone();
            }
        }

        return writes.UpsertByChildAsync(Certificates, name, CertificateField, request);
    });
}
