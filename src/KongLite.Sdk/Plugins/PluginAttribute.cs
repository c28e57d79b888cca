using KongLite.Sdk.Schema.Checks;

namespace KongLite.Sdk.Plugins;

/// <summary>Registers a plugin: its name, its place in the order of execution and what it may be attached to.</summary>
/// <param name="name">Name, as users write it: <c>key-auth</c>.</param>
/// <param name="configType">The record of its <c>config</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public abstract class PluginAttribute(string name, Type configType) : Attribute
{
    /// <summary>Name, as users write it.</summary>
    public string Name { get; } = name;

    /// <summary>The record of its <c>config</c>.</summary>
    public Type ConfigType { get; } = configType;

    /// <summary>Higher runs first; equal ones run by name, descending. Kong's number for a plugin of Kong's.</summary>
    public int Priority { get; init; }

    /// <summary>Cross-field rules of the configuration that report to the plugin, a <see cref="Checks{T}"/> of the config. Null: none.</summary>
    public Type? Checks { get; init; }

    /// <summary>Entities that the plugin brings, such as its credentials.</summary>
    public Type[] Entities { get; init; } = [];

    /// <summary>True when the plugin cannot be attached to a consumer.</summary>
    public bool NoConsumer { get; init; }

    /// <summary>True when the plugin cannot be attached to a route.</summary>
    public bool NoRoute { get; init; }

    /// <summary>True when the plugin cannot be attached to a service.</summary>
    public bool NoService { get; init; }

    /// <summary>True when the plugin's <c>protocols</c> admit those of streams (tcp, tls, tls_passthrough, udp) besides those of HTTP and gRPC.</summary>
    public bool AnyProtocol { get; init; }

    /// <summary>Wire names of the protocols that the plugin runs for by default, when they are not Kong's usual four. Empty: they are.</summary>
    public string[] DefaultProtocols { get; init; } = [];
}

/// <inheritdoc cref="PluginAttribute"/>
/// <typeparam name="TConfig">The record of its <c>config</c>.</typeparam>
/// <param name="name">Name, as users write it.</param>
public sealed class PluginAttribute<TConfig>(string name) : PluginAttribute(name, typeof(TConfig)) where TConfig : class;
