namespace KongLite.Gateway.Routing.Expressions;

/// <summary>A compiled part of an expression.</summary>
internal abstract class ExpressionNode
{
    /// <summary>Whether a request is like this.</summary>
    /// <param name="key">The request.</param>
    /// <param name="finding">Gets what comparisons found, also when a part around them is not met.</param>
    public abstract bool IsMet(in RequestKey key, ref PathFinding finding);
}

/// <summary>All parts have to be met, tried from left to right.</summary>
internal sealed class AllNode(ExpressionNode[] parts) : ExpressionNode
{
    public override bool IsMet(in RequestKey key, ref PathFinding finding)
    {
        foreach (ExpressionNode part in parts)
        {
            if (!part.IsMet(key, ref finding))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>One of the parts has to be met.</summary>
internal sealed class AnyNode(ExpressionNode[] parts) : ExpressionNode
{
    public override bool IsMet(in RequestKey key, ref PathFinding finding)
    {
        foreach (ExpressionNode part in parts)
        {
            if (part.IsMet(key, ref finding))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>The part must not be met.</summary>
internal sealed class NotNode(ExpressionNode part) : ExpressionNode
{
    public override bool IsMet(in RequestKey key, ref PathFinding finding) => !part.IsMet(key, ref finding);
}
