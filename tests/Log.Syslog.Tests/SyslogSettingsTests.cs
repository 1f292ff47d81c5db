namespace Msmtp.Log.Syslog.Tests;

public sealed class SyslogSettingsTests
{
    [Theory]
    [InlineData("on", "LOG_USER")]
    [InlineData("", "LOG_USER")]
    [InlineData("off", "(not set)")]
    [InlineData("LOG_USER", "LOG_USER")]
    [InlineData("LOG_MAIL", "LOG_MAIL")]
    [InlineData("LOG_LOCAL0", "LOG_LOCAL0")]
    [InlineData("LOG_LOCAL7", "LOG_LOCAL7")]
    public void A_facility_is_written_as_in_syslog_h(string argument, string shown)
    {
        var settings = new AccountSettingsBuilder();

        Assert.True(SyslogSettings.Syslog.Spellings[0].TryApply(new SettingArgument(argument), settings));

        Assert.Equal(shown, SyslogSettings.Syslog.Show(settings.Build()));
    }

    [Theory]
    [InlineData("log_mail")]
    [InlineData("mail")]
    [InlineData("LOG_LOCAL8")]
    [InlineData("LOG_1")]
    [InlineData("ON")]
    public void Anything_else_is_invalid(string argument) =>
        Assert.False(SyslogSettings.Syslog.Spellings[0].TryApply(new SettingArgument(argument), new AccountSettingsBuilder()));

    [Fact]
    public void Where_there_is_no_system_log_the_account_says_so()
    {
        var settings = AccountSettings.Empty.With(SyslogSettings.Syslog, SyslogFacility.Mail);

        Assert.Equal("syslog needs a system log, which Windows does not have", SyslogSettings.Fault(settings, isWindows: true));
        Assert.Null(SyslogSettings.Fault(settings, isWindows: false));
        Assert.Null(SyslogSettings.Fault(AccountSettings.Empty, isWindows: true));
    }
}
