using NSubstitute;
using NSubstitute.Extensions;

namespace Msmtp.Log.Syslog.Tests;

public sealed class SyslogPluginTests
{
    Func<PluginContext, ILogSink?>? create;

    public SyslogPluginTests()
    {
        var registry = Substitute.For<IPluginRegistry>();
        registry.ReturnsForAll(registry);
        registry.AddLogSink("syslog", Arg.Do<Func<PluginContext, ILogSink?>>(factory => create = factory)).Returns(registry);
        new SyslogPlugin().Register(registry);
    }

    [Fact]
    public void Without_syslog_there_is_no_log() => Assert.Null(create!(Context(Settings.Empty)));

    [Fact]
    public void With_syslog_there_is_one() => Assert.NotNull(create!(Context(Settings.Empty.With(SyslogSettings.Syslog, SyslogFacility.Mail))));

    static PluginContext Context(Settings settings) => new()
    {
        Account = new Account(settings),
        Secrets = Substitute.For<ISecretSource>(),
        Shell = Substitute.For<IShell>(),
        Surroundings = new Surroundings { Home = "" },
    };
}
