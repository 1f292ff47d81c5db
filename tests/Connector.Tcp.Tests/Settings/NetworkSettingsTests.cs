namespace Msmtp.Connector.Tcp.Tests.Settings;

public sealed class NetworkSettingsTests
{
    [Fact]
    public void A_proxy_has_the_port_of_socks_unless_told()
    {
        var proxied = AccountSettings.Empty.With(NetworkSettings.ProxyHost, "p");

        Assert.Null(AccountSettings.Empty.Get(NetworkSettings.ProxyPort));
        Assert.Equal(1080, proxied.Get(NetworkSettings.ProxyPort));
        Assert.Equal(1080, NetworkSettings.PortOfProxy(proxied.With(NetworkSettings.ProxyPort, null)));
        Assert.Equal(7, NetworkSettings.PortOfProxy(proxied.With(NetworkSettings.ProxyPort, 7)));
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, "secret", null)]
    [InlineData("joe", "secret", null)]
    [InlineData("joe", null, "proxy_user requires proxy_password")]
    public void A_user_of_the_proxy_has_a_password(string? user, string? password, string? problem)
    {
        var settings = AccountSettings.Empty
            .With(NetworkSettings.ProxyUser, user)
            .With(NetworkSettings.ProxyPassword, password is null ? null : Secret.FromText(password));

        Assert.Equal(problem, NetworkSettings.CheckLogin(settings));
    }

    [Theory]
    [InlineData(255, 255, null)]
    [InlineData(256, 1, "proxy_user or proxy_password is too long")]
    [InlineData(1, 256, "proxy_user or proxy_password is too long")]
    public void A_login_fits_into_its_message(int user, int password, string? problem)
    {
        var settings = AccountSettings.Empty
            .With(NetworkSettings.ProxyUser, new string('u', user))
            .With(NetworkSettings.ProxyPassword, new Secret(new byte[password]));

        Assert.Equal(problem, NetworkSettings.CheckLogin(settings));
    }

    [Fact]
    public void The_password_of_a_proxy_is_a_secret()
    {
        var settings = new AccountSettingsBuilder();

        Assert.True(NetworkSettings.ProxyPassword.Spellings[0].TryApply(new SettingArgument("letmein"), settings));

        Assert.True(NetworkSettings.ProxyPassword.IsSecret);
        Assert.Equal("*", NetworkSettings.ProxyPassword.Show(settings.Build()));
        Assert.Null(NetworkSettings.ProxyPassword.Spellings[0].Option);
    }

    [Theory]
    [InlineData("", true, null)]
    [InlineData("0x10", true, 16)]
    [InlineData("0", false, null)]
    [InlineData("65536", false, null)]
    [InlineData("x", false, null)]
    public void A_port_is_a_number_or_nothing(string text, bool isValid, int? port)
    {
        var settings = new AccountSettingsBuilder();

        Assert.Equal(isValid, NetworkSettings.ProxyPort.Spellings[0].TryApply(new SettingArgument(text), settings));
        Assert.Equal(port, settings.Build().Get(NetworkSettings.ProxyPort));
    }
}
