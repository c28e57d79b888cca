using KongLite.Gateway.Telemetry;
using KongLite.Settings;

namespace KongLite.Tests.Hosting;

public sealed class LogSettingsTests
{
    [Theory]
    [InlineData("logs/a.log", "/p/logs/a.log", "Kong")]
    [InlineData("/var/log/a.log", "/var/log/a.log", "Kong")]
    [InlineData("/dev/stdout", "/dev/stdout", "Kong")]
    [InlineData("/dev/stdout combined", "/dev/stdout", "Combined")]
    [InlineData("  a.log   combined buffer=32k ", "/p/a.log", "Combined")]
    [InlineData("a.log my_format", "/p/a.log", "Kong")]
    public void Says_where_an_access_log_goes(string text, string path, string format)
    {
        AccessLogSetting setting = AccessLogSetting.Parse(text)!;

        Assert.Equal((Path.GetFullPath(path), Enum.Parse<AccessLogFormat>(format)), (setting.PathUnder(Path.GetFullPath("/p")), setting.Format));
    }

    [Theory]
    [InlineData("off")]
    [InlineData("off combined")]
    public void Says_that_there_is_none(string text) => Assert.Null(AccessLogSetting.Parse(text));

    [Fact]
    public void Refuses_syslog() => Assert.Equal(
        "status_access_log must be 'off' or a path, got 'syslog:server=127.0.0.1'", Error("status_access_log", "syslog:server=127.0.0.1"));

    [Theory]
    [InlineData("10", 10_000)]
    [InlineData("30s", 30_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1h 30m", 5_400_000)]
    [InlineData("500ms", 500)]
    [InlineData("1s500ms", 1500)]
    [InlineData("1d", 86_400_000)]
    [InlineData("0", 0)]
    public void Reads_times_as_nginx(string text, int milliseconds) => Assert.Equal(
        TimeSpan.FromMilliseconds(milliseconds), Read("nginx_main_worker_shutdown_timeout", text).Settings!.ShutdownTimeout);

    [Theory]
    [InlineData("soon")]
    [InlineData("-1s")]
    [InlineData("30s1m")]
    [InlineData("1.5s")]
    [InlineData("25d")]
    [InlineData("999999999d999999999h")]
    [InlineData("99999999999")]
    public void Refuses_what_is_no_time(string text) => Assert.Equal(
        $"nginx_main_worker_shutdown_timeout must be a time such as '30s', '1m30s' or '500ms', of 24 days at most, got '{text}'",
        Error("nginx_main_worker_shutdown_timeout", text));

    [Fact]
    public void Gives_requests_half_a_minute_unless_told_otherwise() => Assert.Equal(TimeSpan.FromSeconds(30), new NodeSettings().ShutdownTimeout);

    private static string Error(string name, string value) => Assert.Single(Read(name, value).Errors);

    private static SettingsResult Read(string name, string value) =>
        new SettingsReader(new Dictionary<string, string>()).Read(new Dictionary<string, string> { [name] = value });
}
