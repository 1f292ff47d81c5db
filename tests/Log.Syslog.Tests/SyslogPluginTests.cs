using NSubstitute;

namespace Msmtp.Log.Syslog.Tests;

public sealed class SyslogPluginTests
{
    readonly Func<PluginContext, ILogSink?> create = new PluginUnderTest(new SyslogPlugin()).LogSinks["syslog"];

    [Fact]
    public void Without_syslog_there_is_no_log() => Assert.Null(create(Context(AccountSettings.Empty)));

    [Fact]
    public void With_syslog_there_is_one() =>
        Assert.NotNull(create(Context(AccountSettings.Empty.With(SyslogSettings.Syslog, SyslogFacility.Mail))));

    static PluginContext Context(AccountSettings settings) => new()
    {
        Account = new MailAccount(settings),
        Secrets = Substitute.For<ISecretLookup>(),
        Shell = Substitute.For<IShell>(),
        Environment = new PluginEnvironment { Home = "" },
    };
}
