using NSubstitute;

namespace Msmtp.Auth.Gssapi.Tests;

public sealed class GssapiPluginTests
{
    [Fact]
    public void It_brings_a_mechanism_that_has_to_be_named_and_needs_no_password()
    {
        var registry = Substitute.For<IPluginRegistry>();

        new GssapiPlugin().Register(registry);

        registry.Received(1).AddSasl(Arg.Is<SaslMechanism>(static mechanism => mechanism.Name == "GSSAPI"
            && !mechanism.Facts.IsChosenByItself && mechanism.Facts.Secret == null && mechanism.Facts.NeedsUser));
    }
}
