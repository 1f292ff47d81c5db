namespace Msmtp.Abstractions.Tests.Plugins;

public sealed class PluginEnvironmentTests
{
    [Theory]
    [InlineData("")]
    [InlineData("here")]
    [InlineData("./here")]
    public void A_home_that_is_relative_is_no_place_for_state(string home) =>
        Assert.Null(new PluginEnvironment { Home = home, GetVariable = static _ => null }.StateFolder);
}
