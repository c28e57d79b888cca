using KongLite.Sdk.Schema;

namespace KongLite.Admin.OpenApi;

/// <summary>What a path of entities leads to.</summary>
internal enum EntityPathKind
{
    /// <summary>All rows: <c>/routes</c>.</summary>
    Collection,

    /// <summary>One row: <c>/routes/{routes}</c>.</summary>
    Item,

    /// <summary>The row that another refers to: <c>/routes/{routes}/service</c>.</summary>
    Parent,

    /// <summary>The rows that refer to another: <c>/services/{services}/routes</c>.</summary>
    Children,

    /// <summary>One of these: <c>/services/{services}/routes/{routes}</c>.</summary>
    Child,
}

/// <summary>A path of entities, understood.</summary>
/// <param name="Kind">What it leads to.</param>
/// <param name="Entity">The entity that is read and written there.</param>
/// <param name="Owner">The entity that the path begins with; the same one for collections and items.</param>
/// <param name="Field">The reference between the two. Null: they are the same.</param>
internal sealed record EntityPath(EntityPathKind Kind, EntitySchema Entity, EntitySchema Owner, Field? Field = null)
{
    /// <summary>Reads a pattern.</summary>
    /// <returns>What it leads to; null: it is no path of entities.</returns>
    public static EntityPath? Of(string pattern, SchemaCatalog catalog)
    {
        string[] segments = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length is 0 or > 4 || catalog.Entities.FirstOrDefault(each => each.HasAdminApi && each.AdminName == segments[0]) is not { } owner)
        {
            return null;
        }

        if (segments.Length == 1)
        {
            return new EntityPath(EntityPathKind.Collection, owner, owner);
        }

        if (segments[1] != KeyOf(owner))
        {
            return null;
        }

        return segments.Length == 2 ? new EntityPath(EntityPathKind.Item, owner, owner) : Nested(owner, segments, catalog);
    }

    private static EntityPath? Nested(EntitySchema owner, string[] segments, SchemaCatalog catalog)
    {
        if (segments.Length == 3
            && owner.ForeignFields.FirstOrDefault(field => field.Name == segments[2]) is { } reference
            && catalog.Find(reference.Reference!) is { } parent)
        {
            return new EntityPath(EntityPathKind.Parent, parent, owner, reference);
        }

        foreach (EntitySchema child in catalog.Entities.Where(each => each.HasAdminApi && each.NestedName == segments[2]))
        {
            if (child.ForeignFields.FirstOrDefault(field => field.Reference == owner.Name) is { } field && (segments.Length == 3 || segments[3] == KeyOf(child)))
            {
                return new EntityPath(segments.Length == 3 ? EntityPathKind.Children : EntityPathKind.Child, child, owner, field);
            }
        }

        return null;
    }

    private static string KeyOf(EntitySchema schema) => $"{{{schema.Name}}}";
}
