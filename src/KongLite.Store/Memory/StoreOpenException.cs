namespace KongLite.Store.Memory;

/// <summary>The store cannot be used, so the node must not start. The message is one line for the person who starts it.</summary>
public sealed class StoreOpenException : Exception
{
    /// <summary>A reason.</summary>
    public StoreOpenException(string message)
        : base(message)
    {
    }

    /// <summary>A reason that has a cause.</summary>
    public StoreOpenException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
