using KongLite.Settings;

namespace KongLite.Tests.Hosting;

public sealed class KongConfFileTests
{
    [Fact]
    public void Reads_names_values_and_comments()
    {
        var errors = new List<string>();

        IReadOnlyDictionary<string, string> values = KongConfFile.Parse(
            "kong.conf", "# a comment\n\n  prefix = /x # why\r\npg_password=a\\#b=c\nplugins =\n#log_level = debug\n", errors);

        Assert.Empty(errors);
        Assert.Equal("prefix=/x;pg_password=a#b=c;plugins=", string.Join(';', values.Select(each => $"{each.Key}={each.Value}")));
    }

    [Fact]
    public void Names_file_and_line_of_what_is_no_property()
    {
        var errors = new List<string>();

        KongConfFile.Parse("kong.conf", "prefix = /x\nlog_level debug\n", errors);

        Assert.Equal(["kong.conf:2: expected 'name = value', got 'log_level debug'"], errors);
    }
}
