namespace Msmtp.Secrets.Keyring.Tests;

public sealed class KeyringPluginTests
{
    [Fact]
    public void It_is_asked_between_passwordeval_and_netrc_by_the_name_that_msmtp_prints()
    {
        var source = Assert.Single(new PluginUnderTest(new KeyringPlugin()).All<SecretSourceRegistration>());

        Assert.Equal("Gnome", source.Name);
        Assert.Equal(new SecretFacts(SecretFacts.Keyring) { IsKeyring = true }, source.Facts);
        Assert.InRange(SecretFacts.Keyring, SecretFacts.Command + 1, SecretFacts.Netrc - 1);
    }
}
