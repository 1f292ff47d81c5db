using NSubstitute;

namespace Msmtp.Secrets.Keyring.Tests;

public sealed class KeyringPluginTests
{
    [Fact]
    public void It_is_asked_between_passwordeval_and_netrc_by_the_name_that_msmtp_prints()
    {
        var registry = Substitute.For<IPluginRegistry>();

        new KeyringPlugin().Register(registry);

        registry.Received(1).AddSecretSource(
            "Gnome",
            Arg.Is<SecretFacts>(static facts => facts.Rank == SecretFacts.Keyring && !facts.IsAskedEarly),
            Arg.Any<Func<PluginContext, ISecretSource>>());
        Assert.InRange(SecretFacts.Keyring, SecretFacts.Command + 1, SecretFacts.Netrc - 1);
    }
}
