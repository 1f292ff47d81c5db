namespace Msmtp.Transport.Smtp.Tests;

public sealed class SmtpSettingsTests
{
    [Theory]
    [InlineData("off", null)]
    [InlineData("never", "NEVER")]
    [InlineData("delay", "DELAY")]
    [InlineData("success,delay,failure", "SUCCESS,DELAY,FAILURE")]
    public void Conditions_of_notification_are_kept_in_their_order(string text, string? value)
    {
        Assert.True(TryParse(SmtpSettings.DsnNotify, text, out var settings));
        Assert.Equal(value, settings.Get(SmtpSettings.DsnNotify));
    }

    [Theory]
    [InlineData("")]
    [InlineData("DELAY")]
    [InlineData("delay,delay")]
    [InlineData("delay,never")]
    [InlineData("never,delay")]
    [InlineData("off,delay")]
    [InlineData("delay,")]
    [InlineData("failuredelay,")]
    [InlineData("delay, failure")]
    public void Other_conditions_are_invalid(string text)
    {
        Assert.False(TryParse(SmtpSettings.DsnNotify, text, out _));
    }

    [Theory]
    [InlineData("off", SettingOrigin.File, null)]
    [InlineData("headers", SettingOrigin.File, "HDRS")]
    [InlineData("full", SettingOrigin.File, "FULL")]
    [InlineData("hdrs", SettingOrigin.CommandLine, "HDRS")]
    public void What_is_returned_has_the_RFCs_name(string text, SettingOrigin origin, string? value)
    {
        Assert.True(TryParse(SmtpSettings.DsnReturn, text, out var settings, origin));
        Assert.Equal(value, settings.Get(SmtpSettings.DsnReturn));
    }

    [Theory]
    [InlineData("hdrs", SettingOrigin.File)]
    [InlineData("HDRS", SettingOrigin.CommandLine)]
    [InlineData("", SettingOrigin.File)]
    public void Other_things_cannot_be_returned(string text, SettingOrigin origin)
    {
        Assert.False(TryParse(SmtpSettings.DsnReturn, text, out _, origin));
    }

    static bool TryParse(SettingKey key, string text, out AccountSettings settings, SettingOrigin origin = SettingOrigin.File)
    {
        var builder = new AccountSettingsBuilder();
        var isValid = key.Spellings[0].TryApply(new SettingArgument(text) { Origin = origin }, builder);
        settings = builder.Build();
        return isValid;
    }
}
