using Msmtp.Secrets.OAuth.Settings;

namespace Msmtp.Secrets.OAuth.Tests.Settings;

public sealed class OAuthParsersTests
{
    [Theory]
    [InlineData("google", true)]
    [InlineData("mailru", true)]
    [InlineData("application", true)]
    [InlineData("off", true)]
    [InlineData("", true)]
    [InlineData("https://id.example.org/realms/mail", true)]
    [InlineData("http://127.0.0.1:9901", true)]
    [InlineData("http://[::1]:9901", true)]
    [InlineData("http://localhost:9901/", true)]
    [InlineData("http://id.example.org", false)]
    [InlineData("http://127.0.0.1.example.org", false)]
    [InlineData("http://localhost.example.org", false)]
    [InlineData("ftp://id.example.org", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("https://joe:secret@id.example.org", false)]
    [InlineData("https://id.example.org/?tenant=1", false)]
    [InlineData("https://id.example.org/#part", false)]
    [InlineData("https://id.example.org/a b", false)]
    [InlineData("https://id.example.org/\u00E4", false)]
    [InlineData("https://", false)]
    [InlineData("id.example.org", false)]
    [InlineData("Google", false)]
    [InlineData("gmail", false)]
    public void A_provider_is_known_by_name_or_has_an_address_that_keeps_secrets(string argument, bool isValid) =>
        Assert.Equal(isValid, Applies(OAuthSettings.Use, argument));

    [Theory]
    [InlineData("https://id.example.org/token?x=1", true)]
    [InlineData("http://127.0.0.1:9901/token", true)]
    [InlineData("", true)]
    [InlineData("https://id.example.org/token#x", false)]
    [InlineData("http://id.example.org/token", false)]
    [InlineData("/token", false)]
    public void An_endpoint_may_have_a_query_but_no_fragment(string argument, bool isValid)
    {
        SettingKey<string?>[] keys =
            [OAuthSettings.AuthorizationUrl, OAuthSettings.TokenUrl, OAuthSettings.DeviceUrl, OAuthSettings.RevocationUrl];

        Assert.All(keys, key => Assert.Equal(isValid, Applies(key, argument)));
    }

    [Theory]
    [InlineData("common", true)]
    [InlineData("contoso.onmicrosoft.com", true)]
    [InlineData("8eaef023-2b34-4da1-9baa-8bc8c9d6a490", true)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("a?b", false)]
    [InlineData("a%2fb", false)]
    public void A_tenant_is_one_part_of_a_path(string argument, bool isValid) =>
        Assert.Equal(isValid, Applies(OAuthSettings.Tenant, argument));

    [Theory]
    [InlineData("mail offline_access", true)]
    [InlineData("https://mail.google.com/", true)]
    [InlineData("a\"b", false)]
    [InlineData("a\\b", false)]
    [InlineData("a\tb", false)]
    [InlineData("\u00E4", false)]
    public void Scopes_are_as_in_RFC_6749(string argument, bool isValid) => Assert.Equal(isValid, Applies(OAuthSettings.Scope, argument));

    [Theory]
    [InlineData("file", true)]
    [InlineData("keyring", true)]
    [InlineData("/var/lib/msmtp", true)]
    [InlineData("~/tokens", true)]
    [InlineData("tokens", false)]
    [InlineData("./tokens", false)]
    public void A_store_that_is_a_folder_is_named_from_the_root(string argument, bool isValid) =>
        Assert.Equal(isValid, Applies(OAuthSettings.Store, argument));

    [Theory]
    [InlineData("8025", true)]
    [InlineData("", true)]
    [InlineData("0", false)]
    [InlineData("65536", false)]
    public void A_redirect_port_is_a_port_or_any(string argument, bool isValid) =>
        Assert.Equal(isValid, Applies(OAuthSettings.RedirectPort, argument));

    [Theory]
    [InlineData("device", true)]
    [InlineData("auto", true)]
    [InlineData("password", false)]
    public void A_flow_is_one_of_five(string argument, bool isValid) => Assert.Equal(isValid, Applies(OAuthSettings.Flow, argument));

    [Theory]
    [InlineData("1234.apps.example.org", true)]
    [InlineData("two words", false)]
    [InlineData("line\u0085", false)]
    public void A_client_identifier_is_visible_ASCII(string argument, bool isValid) =>
        Assert.Equal(isValid, Applies(OAuthSettings.ClientId, argument));

    static bool Applies(SettingKey key, string argument) =>
        key.Spellings[0].TryApply(new SettingArgument(argument) { Home = "/home/joe" }, new AccountSettingsBuilder());
}
