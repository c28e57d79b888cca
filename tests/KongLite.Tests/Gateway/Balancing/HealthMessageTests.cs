using KongLite.Gateway.Balancing;

namespace KongLite.Tests.Gateway.Balancing;

public sealed class HealthMessageTests
{
    private const string Id = "05fed3d3-32aa-44b9-9427-df41280cbc66";

    [Theory]
    [InlineData($"users2||3001|1|{Id}|users_upstream")]
    [InlineData($"users2|10.0.0.1|8000|0|{Id}|users_upstream")]
    [InlineData($"[2001:0db8:0000:0000:0000:0000:0000:0001]|2001:0db8:0000:0000:0000:0000:0000:0001|80|1|{Id}|a|b")]
    public void Is_written_as_it_was_read(string data) => Assert.Equal(data, HealthMessage.Parse(data)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("users2")]
    [InlineData($"|10.0.0.1|80|1|{Id}|u")]
    [InlineData($"users2|somewhere|80|1|{Id}|u")]
    [InlineData($"users2|10.0.0.1|http|1|{Id}|u")]
    [InlineData($"users2|10.0.0.1|65536|1|{Id}|u")]
    [InlineData($"users2|10.0.0.1|-1|1|{Id}|u")]
    [InlineData($"users2|10.0.0.1|80|2|{Id}|u")]
    [InlineData("users2|10.0.0.1|80|1|users|u")]
    [InlineData($"users2|10.0.0.1|80|1|{Id}")]
    public void Is_not_made_of_anything_else(string data) => Assert.Null(HealthMessage.Parse(data));
}
