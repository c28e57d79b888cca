using System.Text.Json.Nodes;
using KongLite.Plugins.Shared;
using KongLite.Plugins.Shared.Transformers;

namespace KongLite.Plugins.RequestTransformer;

/// <summary>The members at the top of a JSON body. Values of rules are texts.</summary>
internal sealed class JsonFields(JsonMembers members) : IFields
{
    /// <inheritdoc/>
    public bool Remove(string name) => members.Remove(RequestHeaders.Text(name));

    /// <inheritdoc/>
    public bool Rename(string name, string other) => members.Has(RequestHeaders.Text(name)) && members.Rename(RequestHeaders.Text(name), RequestHeaders.Text(other));

    /// <inheritdoc/>
    public bool Replace(string name, string value) => members.Replace(RequestHeaders.Text(name), ValueOf(value));

    /// <inheritdoc/>
    public bool Add(string name, string value) => members.Add(RequestHeaders.Text(name), ValueOf(value));

    /// <inheritdoc/>
    public bool Append(string name, string value) => members.Append(RequestHeaders.Text(name), ValueOf(value));

    /// <inheritdoc/>
    public byte[] ToBytes() => members.ToBytes();

    private static JsonValue ValueOf(string value) => JsonValue.Create(RequestHeaders.Text(value));
}
