using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace KongLite.Sdk.Schema;

/// <summary>Summaries of types and properties from the XML file beside an assembly: the texts that <c>/schemas</c> and the OpenAPI document show.</summary>
internal static partial class XmlSummaries
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, string>> Files = new();

    /// <summary>The summary of a property on one line; null where the file or the summary is missing.</summary>
    public static string? Of(PropertyInfo property) => Of(property.DeclaringType!, 'P', $".{property.Name}");

    /// <summary>The summary of a type on one line; null where the file or the summary is missing.</summary>
    public static string? Of(Type type) => Of(type, 'T', string.Empty);

    private static string? Of(Type type, char kind, string member) =>
        Files.GetOrAdd(type.Assembly, static assembly => Read(assembly)).GetValueOrDefault($"{kind}:{type.FullName!.Replace('+', '.')}{member}");

    // A missing or broken file costs descriptions, nothing else.
    private static Dictionary<string, string> Read(Assembly assembly)
    {
        try
        {
            string file = Path.ChangeExtension(assembly.Location, ".xml");
            return XDocument.Load(file).Descendants("member")
                .Where(member => member.Attribute("name")?.Value is ['P' or 'T', ':', ..] && member.Element("summary") is not null)
                .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("summary")!));
        }
        catch (Exception error) when (error is IOException or XmlException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    private static string Text(XElement summary)
    {
        IEnumerable<string> parts = summary.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" or "paramref" } reference => Reference(reference),
            XElement element => element.Value,
            _ => string.Empty,
        });
        return Blanks().Replace(string.Concat(parts), " ").Trim();
    }

    private static string Reference(XElement reference)
    {
        string name = (reference.Attribute("cref") ?? reference.Attribute("langword") ?? reference.Attribute("name"))?.Value ?? string.Empty;
        return name[(name.LastIndexOf('.') + 1)..];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
