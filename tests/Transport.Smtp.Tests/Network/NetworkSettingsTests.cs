namespace Msmtp.Transport.Smtp.Tests.Network;

public sealed class NetworkSettingsTests
{
    [Fact]
    public void A_proxy_has_the_port_of_socks_unless_told()
    {
        var proxied = Settings.Empty.With(NetworkSettings.ProxyHost, "p");

        Assert.Null(Settings.Empty.Get(NetworkSettings.ProxyPort));
        Assert.Equal(1080, proxied.Get(NetworkSettings.ProxyPort));
        Assert.Equal(1080, NetworkSettings.PortOfProxy(proxied.With(NetworkSettings.ProxyPort, null)));
        Assert.Equal(7, NetworkSettings.PortOfProxy(proxied.With(NetworkSettings.ProxyPort, 7)));
    }

    [Theory]
    [InlineData("", true, null)]
    [InlineData("0x10", true, 16)]
    [InlineData("0", false, null)]
    [InlineData("65536", false, null)]
    [InlineData("x", false, null)]
    public void A_port_is_a_number_or_nothing(string text, bool isValid, int? port)
    {
        var settings = new SettingsBuilder();

        Assert.Equal(isValid, NetworkSettings.ProxyPort.Spellings[0].TryApply(new SettingArgument(text), settings));
        Assert.Equal(port, settings.Build().Get(NetworkSettings.ProxyPort));
    }
}
