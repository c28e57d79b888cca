using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Store.Declarative;

/// <summary>What a declarative configuration holds.</summary>
/// <param name="Entities">The entities, nested ones lifted out; references, keys and names are sound.</param>
public sealed record DeclarativeConfig(IReadOnlyList<DeclaredEntity> Entities);

/// <summary>An entity of a declarative configuration.</summary>
/// <param name="Schema">What it is.</param>
/// <param name="Entity">The row.</param>
/// <param name="AsGiven">The row with passwords as they were given; null: they stand so in the row.</param>
public readonly record struct DeclaredEntity(EntitySchema Schema, IEntity Entity, IEntity? AsGiven = null);

/// <summary>What became of a document: its configuration, or what is wrong with it.</summary>
/// <param name="Config">The configuration; null when there are errors.</param>
/// <param name="Errors">What is wrong; null when nothing is.</param>
public readonly record struct DeclarativeResult(DeclarativeConfig? Config, DeclarativeErrors? Errors);
