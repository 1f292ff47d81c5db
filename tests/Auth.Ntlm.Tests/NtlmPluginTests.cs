namespace Msmtp.Auth.Ntlm.Tests;

public sealed class NtlmPluginTests
{
    readonly PluginUnderTest plugin = new(new NtlmPlugin());

    SaslMechanism Mechanism => Assert.Single(plugin.Mechanisms);

    [Fact]
    public void The_mechanism_is_chosen_by_itself_but_after_all_others_and_never_without_tls()
    {
        Assert.Equal("NTLM", Mechanism.Name);
        Assert.InRange(Mechanism.Facts.Strength, 0, 9);
        Assert.True(Mechanism.Facts.IsChosenAutomatically);
        Assert.False(Mechanism.Facts.IsSafeWithoutTls);
    }

    [Fact]
    public void The_mechanism_needs_a_user_and_a_password()
    {
        Assert.True(Mechanism.Facts.NeedsUser);
        Assert.Equal(SecretKind.Password, Mechanism.Facts.Secret);
    }

    [Fact]
    public void The_servers_first_words_are_not_looked_at()
    {
        Assert.Equal(SaslChallenges.AfterFirst, Mechanism.Facts.Reads);
    }

    [Fact]
    public void The_domain_is_a_command_of_msmtprc_and_no_option()
    {
        Assert.Equal([NtlmSettings.Domain], plugin.Settings);

        var spelling = Assert.Single(NtlmSettings.Domain.Spellings);
        Assert.Equal("ntlmdomain", spelling.Name);
        Assert.Null(spelling.Option);
    }

    [Fact]
    public void An_unset_domain_is_shown_as_such()
    {
        Assert.Equal("(not set)", NtlmSettings.Domain.Show(AccountSettings.Empty));
    }
}
