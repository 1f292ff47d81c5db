namespace Msmtp.Auth.Gssapi.Tests;

public sealed class GssapiPluginTests
{
    [Fact]
    public void It_brings_a_mechanism_that_has_to_be_named_and_needs_no_password()
    {
        var mechanism = Assert.Single(new PluginUnderTest(new GssapiPlugin()).Mechanisms);

        Assert.Equal("GSSAPI", mechanism.Name);
        Assert.False(mechanism.Facts.IsChosenAutomatically);
        Assert.Null(mechanism.Facts.Secret);
        Assert.True(mechanism.Facts.NeedsUser);
    }
}
