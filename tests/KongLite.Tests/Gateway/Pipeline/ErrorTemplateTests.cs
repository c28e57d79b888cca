using KongLite.Gateway;
using KongLite.Gateway.Pipeline;

namespace KongLite.Tests.Gateway.Pipeline;

public sealed class ErrorTemplateTests
{
    [Theory]
    [InlineData("nothing", "nothing")]
    [InlineData("", "")]
    [InlineData("%s", "m")]
    [InlineData("<%s> (%s)", "<m> (r)")]
    [InlineData("width: 100%%; %s%s%%", "width: 100%; mr%")]
    [InlineData("%%s %%%s", "%s %m")]
    public void Has_places_for_message_and_request_id(string text, string expected)
    {
        var template = ErrorTemplate.Parse(text, out string? error);

        Assert.Null(error);
        Assert.Equal(expected, template!.Fill("m", "r"));
    }

    [Theory]
    [InlineData("%s %s %s", "%s may stand there twice, for the message and the request id, and no more")]
    [InlineData("100%", "line 1: only %s and %% may follow a percent sign, which by itself is written %%")]
    [InlineData("a\nb: 100%;", "line 2: only %s and %% may follow a percent sign, which by itself is written %%")]
    [InlineData("%d", "line 1: only %s and %% may follow a percent sign, which by itself is written %%")]
    public void Says_what_is_wrong_with_a_text(string text, string expected)
    {
        Assert.Null(ErrorTemplate.Parse(text, out string? error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("/none", "application/json", "{\"text\":\"no Route matched with those values\"}")]
    [InlineData("/none", "text/html", "<p>no Route matched with those values (%r)")]
    [InlineData("/none", "application/xml", "<e/>")]
    [InlineData("/none", "text/plain", "there: no Route matched with those values, %r")]
    [InlineData("/dead", "application/json", "{\"text\":\"An invalid response was received from the upstream server\"}")]
    [InlineData("/dead", "text/html", "<p>An invalid response was received from the upstream server (%r)")]
    [InlineData("/dead", "application/xml", "<e/>")]
    public async Task Takes_the_place_of_Kongs_text_in_errors_of_both_kinds(string path, string accept, string expected)
    {
        await using ProxyHost host = await ProxyHost.StartAsync(new GatewayOptions
        {
            ErrorTemplates = new ErrorTemplates
            {
                Json = ErrorTemplate.Parse("{\"text\":\"%s\"}", out _)!,
                Html = ErrorTemplate.Parse("<p>%s (%s)", out _)!,
                Xml = ErrorTemplate.Parse("<e/>", out _)!,
                Plain = ErrorTemplate.Parse("there: %s, %s", out _)!,
            },
        });
        await host.AddServiceAsync("http://127.0.0.1:1", "/dead", service: """{"retries":0}""");
        host.Client.DefaultRequestHeaders.Add("Accept", accept);

        HttpResponseMessage answer = await host.Client.GetAsync(path);

        string id = Assert.Single(answer.Headers.GetValues("X-Kong-Request-Id"));
        Assert.Equal(expected.Replace("%r", id, StringComparison.Ordinal), await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public void Keeps_a_message_in_its_place()
    {
        var templates = new ErrorTemplates { Html = ErrorTemplate.Parse("<b>%s</b>", out _)!, Json = ErrorTemplate.Parse("[\"%s\"]", out _)! };

        Assert.Equal("<b>&lt;i&gt;</b>"u8, templates.Render(ErrorFormat.Html, "<i>", "r"));
        Assert.Equal("[\"a \\\"b\\\"\"]"u8, templates.Render(ErrorFormat.Json, "a \"b\"", "r"));
    }
}
