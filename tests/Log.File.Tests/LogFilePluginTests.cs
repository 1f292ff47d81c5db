using NSubstitute;

namespace Msmtp.Log.File.Tests;

public sealed class LogFilePluginTests
{
    readonly Func<PluginContext, ILogSink?> create = new PluginUnderTest(new LogFilePlugin()).LogSinks["logfile"];

    [Fact]
    public void Without_a_logfile_there_is_no_log() => Assert.Null(create(Context(AccountSettings.Empty)));

    [Fact]
    public void With_a_logfile_there_is_one() =>
        Assert.NotNull(create(Context(AccountSettings.Empty.With(LogFileSettings.File, "/tmp/log"))));

    [Theory]
    [InlineData("~/log", "/home/joe/log")]
    [InlineData("log", "log")]
    [InlineData("", "(not set)")]
    public void The_home_directory_stands_for_a_tilde(string argument, string shown)
    {
        var settings = new AccountSettingsBuilder();

        Assert.True(LogFileSettings.File.Spellings[0].TryApply(new SettingArgument(argument) { Home = "/home/joe" }, settings));

        Assert.Equal(shown, LogFileSettings.File.Show(settings.Build()));
    }

    static PluginContext Context(AccountSettings settings) => new()
    {
        Account = new MailAccount(settings),
        Secrets = Substitute.For<ISecretLookup>(),
        Shell = Substitute.For<IShell>(),
        Environment = new PluginEnvironment { Home = "" },
    };

    [Fact]
    public void Where_no_log_can_be_written_the_account_says_so()
    {
        var settings = AccountSettings.Empty.With(LogFileSettings.File, "mail.log");

        Assert.Equal("logfile works on Linux only", LogFileSettings.Fault(settings, isLinux: false));
        Assert.Null(LogFileSettings.Fault(settings, isLinux: true));
        Assert.Null(LogFileSettings.Fault(AccountSettings.Empty, isLinux: false));
    }
}
