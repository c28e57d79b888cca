namespace KongLite.Plugins.RequestTransformer.Templates;

/// <summary>A template that cannot be made, or cannot be written for a request.</summary>
internal sealed class TemplateException(string message) : Exception(message);
