namespace Msmtp.Abstractions.Tests;

public sealed class CommonSettingsTests
{
    [Fact]
    public void A_domain_may_be_empty_but_not_hold_a_command()
    {
        var settings = new AccountSettingsBuilder();

        Assert.Equal("localhost", AccountSettings.Empty.Get(CommonSettings.Domain));
        Assert.True(CommonSettings.Domain.Spellings[0].TryApply(new SettingArgument(""), settings));
        Assert.Equal("", settings.Build().Get(CommonSettings.Domain));
        Assert.False(CommonSettings.Domain.Spellings[0].TryApply(new SettingArgument("x\r\nMAIL FROM:<y>"), settings));
    }
}
