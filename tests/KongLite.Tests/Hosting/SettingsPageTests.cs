using System.Text;
using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;
using KongLite.Settings;
using KongLite.Testing;

namespace KongLite.Tests.Hosting;

public sealed class SettingsPageTests
{
    private const string Begin = "<!-- settings -->\n";
    private const string End = "<!-- end of settings -->\n";

    [Fact]
    public void Lists_every_setting_with_its_default_and_meaning()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "settings.md"));
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = page.IndexOf(End, StringComparison.Ordinal);
        string expected = Table();

        bool isCurrent = page[begin..end] == expected;

        if (!isCurrent)
        {
            Directory.CreateDirectory(Repository.PathOf("artifacts"));
            File.WriteAllText(Repository.PathOf("artifacts", "settings.md"), page[..begin] + expected + page[end..]);
        }

        Assert.True(isCurrent, "docs/settings.md is out of date: copy artifacts/settings.md over it");
    }

    private static string Table()
    {
        var table = new StringBuilder("| Setting | Default | Meaning |\n|---|---|---|\n");
        foreach (Field field in SchemaReader.Read(typeof(NodeSettings)).Fields)
        {
            table.Append(null, $"| `{field.Name}` | {Default(field.Default)} | {field.Description} |\n");
        }

        return table.ToString();
    }

    private static string Default(JsonNode? value) => value switch
    {
        null or JsonArray { Count: 0 } => "-",
        JsonArray list => $"`{string.Join(", ", list.Select(each => each!.GetValue<string>()))}`",
        _ when value.AsBoolean() is { } flag => flag ? "`on`" : "`off`",
        _ => $"`{value}`",
    };
}
