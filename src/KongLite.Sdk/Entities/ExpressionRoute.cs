using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Sdk.Entities;

/// <summary>A route of the <c>expressions</c> flavour: one with an expression, or one with the fields of the other flavours.</summary>
/// <remarks>
/// Kong writes into its schema that texts have a length as soon as it has checked some; the recorded document of this flavour shows that for the fields
/// that are repeated here, and tools compare the documents.
/// </remarks>
[CheckedBy<ExpressionRouteChecks>]
public sealed record ExpressionRoute : Route
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [LengthMin(1)]
    public override Guid Id { get => base.Id; init => base.Id = value; }

    /// <summary>Name, usable instead of the id in paths. Letters, digits, <c>.-_~</c> and non-ASCII characters.</summary>
    [LengthMin(1)]
    public override string? Name { get => base.Name; init => base.Name = value; }

    /// <summary>Protocols that the route serves, all of one family.</summary>
    [LengthMin(1), LengthMin(1, On = Part.Element), ShownRequired(Part.Element)]
    public override IReadOnlyList<Protocol> Protocols { get => base.Protocols; init => base.Protocols = value; }

    /// <summary>How the service's path and the forwarded one are joined.</summary>
    [LengthMin(1)]
    public override PathHandling? PathHandling { get => base.PathHandling; init => base.PathHandling = value; }

    /// <summary>What a request has to be like, in the language of Kong's expression router. Null: the other fields say it.</summary>
    [LengthMin(1)]
    public string? Expression { get; init; }

    /// <summary>Order among routes with expressions; higher first. 0 for all others.</summary>
    [Between(0, 70368744177663)]
    public long Priority { get; init; }
}
