using NSubstitute;
using NSubstitute.Extensions;

namespace Msmtp.Auth.Ntlm.Tests;

public sealed class NtlmPluginTests
{
    readonly IPluginRegistry registry = Substitute.For<IPluginRegistry>();

    public NtlmPluginTests()
    {
        registry.ReturnsForAll(registry);
        new NtlmPlugin().Register(registry);
    }

    [Fact]
    public void The_mechanism_is_chosen_by_itself_but_after_all_others_and_never_without_tls()
    {
        registry.Received(1).AddSasl(Arg.Is<SaslMechanism>(mechanism => mechanism.Name == "NTLM"
            && mechanism.Facts.Strength < 10 && mechanism.Facts.IsChosenByItself && !mechanism.Facts.IsSafeWithoutTls));
    }

    [Fact]
    public void The_mechanism_needs_a_user_and_a_password()
    {
        registry.Received(1).AddSasl(Arg.Is<SaslMechanism>(mechanism => mechanism.Facts.NeedsUser && mechanism.Facts.Secret == SecretKind.Password));
    }

    [Fact]
    public void The_servers_first_words_are_not_looked_at()
    {
        registry.Received(1).AddSasl(Arg.Is<SaslMechanism>(mechanism => mechanism.Facts.Reads == SaslChallenges.AllButTheFirst));
    }

    [Fact]
    public void The_domain_is_a_command_of_msmtprc_and_no_option()
    {
        registry.Received(1).AddSetting(NtlmSettings.Domain);

        var spelling = Assert.Single(NtlmSettings.Domain.Spellings);
        Assert.Equal("ntlmdomain", spelling.Name);
        Assert.Null(spelling.Option);
    }

    [Fact]
    public void An_unset_domain_is_shown_as_such()
    {
        Assert.Equal("(not set)", NtlmSettings.Domain.Show(Settings.Empty));
    }
}
