using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Sdk.Storage;

/// <summary>All rows that refer to a row, as a writer read them from the store.</summary>
/// <param name="Schema">Their entity.</param>
/// <param name="Field">Wire name of the field that refers.</param>
/// <param name="Rows">The rows, in any order.</param>
public sealed record KnownChildren(EntitySchema Schema, string Field, IReadOnlyList<IEntity> Rows);
