using KongLite.Sdk.Logging;

namespace KongLite.Tests.Sdk.Logging;

public sealed class LogLevelMessageTests
{
    [Theory]
    [InlineData("debug", 8)]
    [InlineData("info", 7)]
    [InlineData("notice", 6)]
    [InlineData("warn", 5)]
    [InlineData("error", 4)]
    [InlineData("crit", 3)]
    [InlineData("alert", 2)]
    [InlineData("emerg", 1)]
    public void Has_nginx_number_of_the_level_and_seconds(string level, int number)
    {
        var message = new LogLevelMessage(level, TimeSpan.FromSeconds(90));

        Assert.Equal($$"""{"log_level":{{number}},"timeout":90}""", message.ToJson());
        Assert.Equal(message, LogLevelMessage.Parse(message.ToJson()));
    }

    [Theory]
    [InlineData("""{"timeout":0,"log_level":7,"more":true}""", 0)]
    [InlineData("""{"timeout":1.5,"log_level":7.0}""", 2)]
    [InlineData("""{"timeout":1e300,"log_level":7}""", 40 * 24 * 3600)]
    public void Takes_what_other_versions_send(string data, int seconds) =>
        Assert.Equal(new LogLevelMessage("info", TimeSpan.FromSeconds(seconds)), LogLevelMessage.Parse(data));

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("[7,60]")]
    [InlineData("""{"log_level":7}""")]
    [InlineData("""{"log_level":0,"timeout":60}""")]
    [InlineData("""{"log_level":9,"timeout":60}""")]
    [InlineData("""{"log_level":6.5,"timeout":60}""")]
    [InlineData("""{"log_level":1e400,"timeout":60}""")]
    [InlineData("""{"log_level":"debug","timeout":60}""")]
    [InlineData("""{"log_level":7,"timeout":-1}""")]
    [InlineData("""{"log_level":7,"timeout":"60"}""")]
    public void Is_not_made_of_anything_else(string data) => Assert.Null(LogLevelMessage.Parse(data));
}
