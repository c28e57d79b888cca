using KongLite.Sdk.Schema;

namespace KongLite.Tests.Schema;

public sealed class LuaNumberTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(3600, "3600")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(0.1, "0.1")]
    [InlineData(4102444800, "4102444800")]
    [InlineData(12345678901234, "12345678901234")]
    [InlineData(1e14, "1e+14")]
    [InlineData(1e300, "1e+300")]
    [InlineData(double.PositiveInfinity, "inf")]
    public void Writes_numbers_as_Lua_does(double number, string expected)
    {
        Assert.Equal(expected, LuaNumber.Format(number));
    }
}
