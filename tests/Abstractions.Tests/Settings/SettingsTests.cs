using Settings = Msmtp.AccountSettings;

namespace Msmtp.Abstractions.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void What_nobody_set_has_the_default_of_its_key()
    {
        Assert.Null(AccountSettings.Empty.Get(CommonSettings.Host));
        Assert.Equal(AuthChoice.Off, AccountSettings.Empty.Get(CommonSettings.Auth));
        Assert.False(AccountSettings.Empty.Has(CommonSettings.Host));
    }

    [Theory]
    [InlineData(MailProtocol.Smtp, false, true, 25)]
    [InlineData(MailProtocol.Smtp, true, true, 25)]
    [InlineData(MailProtocol.Smtp, true, false, 465)]
    [InlineData(MailProtocol.Smtp, false, false, 25)]
    [InlineData(MailProtocol.Lmtp, true, false, 0)]
    public void The_default_of_a_port_follows_from_other_settings(MailProtocol protocol, bool tls, bool startTls, int port)
    {
        var settings = AccountSettings.Empty
            .With(CommonSettings.Protocol, protocol)
            .With(CommonSettings.Tls, tls)
            .With(CommonSettings.TlsStartTls, startTls);

        Assert.Equal(port, settings.Get(CommonSettings.Port));
        Assert.Equal(7, settings.With(CommonSettings.Port, 7).Get(CommonSettings.Port));
    }

    [Fact]
    public void Laying_over_changes_what_is_set_and_nothing_else_and_leaves_the_original()
    {
        var below = AccountSettings.Empty.With(CommonSettings.Host, "a").With(CommonSettings.User, "u");
        var over = AccountSettings.Empty.With(CommonSettings.Host, null).With(CommonSettings.Port, 1);

        var both = below.With(over);

        Assert.Equal((null, "u", 1), (both.Get(CommonSettings.Host), both.Get(CommonSettings.User), both.Get(CommonSettings.Port)));
        Assert.True(both.Has(CommonSettings.Host));
        Assert.Equal("a", below.Get(CommonSettings.Host));
    }

    [Fact]
    public void A_builder_goes_on_without_touching_what_it_built()
    {
        var builder = new AccountSettingsBuilder().Set(CommonSettings.Host, "a");
        var built = builder.Build();

        builder.Set(CommonSettings.Host, "b");

        Assert.Equal("a", built.Get(CommonSettings.Host));
    }

    [Theory]
    [InlineData("off", "off")]
    [InlineData("1", "1 second")]
    [InlineData("7", "7 seconds")]
    public void A_setting_is_shown_as_it_is_printed(string argument, string shown)
    {
        var builder = new AccountSettingsBuilder();

        Assert.True(CommonSettings.Timeout.Spellings[0].TryApply(new SettingArgument(argument), builder));

        Assert.Equal(shown, CommonSettings.Timeout.Show(builder.Build()));
    }

    [Theory]
    [InlineData("", "choose")]
    [InlineData("on", "choose")]
    [InlineData("off", "none")]
    [InlineData("scram-sha-1", "SCRAM-SHA-1")]
    public void Auth_is_off_automatic_or_a_registered_mechanism(string argument, string shown)
    {
        var builder = new AccountSettingsBuilder();

        Assert.True(CommonSettings.Auth.Spellings[0].TryApply(new SettingArgument(argument) { Mechanisms = ["SCRAM-SHA-1"] }, builder));

        Assert.Equal(shown, CommonSettings.Auth.Show(builder.Build()));
    }

    [Theory]
    [InlineData("SCRAM-SHA-1")]
    [InlineData("plain")]
    [InlineData("On")]
    public void A_mechanism_that_nobody_registered_or_in_upper_case_is_invalid(string argument)
    {
        Assert.False(CommonSettings.Auth.Spellings[0].TryApply(new SettingArgument(argument) { Mechanisms = ["SCRAM-SHA-1"] }, new AccountSettingsBuilder()));
    }

    [Fact]
    public void A_password_is_shown_as_a_star_and_never_printed()
    {
        var settings = AccountSettings.Empty.With(CommonSettings.Password, Secret.FromText("hunter2"));

        Assert.Equal("*", CommonSettings.Password.Show(settings));
        Assert.DoesNotContain("hunter2", new MailAccount(settings).ToString(), StringComparison.Ordinal);
    }
}
