namespace KongLite.Sdk.Storage;

/// <summary>The store cannot be asked at the moment. Nothing is known of what a write has done that ended so.</summary>
/// <param name="message">Why, in one line, without secrets.</param>
/// <param name="cause">What happened.</param>
public sealed class StoreException(string message, Exception? cause = null) : Exception(message, cause);
