[assembly: Msmtp.MsmtpPlugin<Msmtp.Testing.Tests.Fakes.FakePlugin>]

namespace Msmtp.Testing.Tests.Fakes;

/// <summary>A plugin of every kind, with a fault if one is wanted.</summary>
public class FakePlugin(Fault fault) : IPlugin
{
    static int made;

    public FakePlugin() : this(Fault.None)
    {
    }

    public static SettingKey<string?> Log { get; } = new("fake_log", null, SettingParsers.Text);

    public static SettingKey<string?> Peer { get; } = new("fake_peer", null, SettingParsers.Text);

    public static SettingKey<string?> Queue { get; } = new("fake_queue", null, SettingParsers.Text);

    public static SettingKey<bool> Filter { get; } = new("fake_filter", false, SettingParsers.Switch);

    public string Id => fault == Fault.OddId ? "Fake Plugin" : "tests.fake";

    public void Register(IPluginRegistry registry) => registry
        .AddSetting(Log)
        .AddSetting(Peer)
        .AddSetting(Filter)
        .AddSetting(Queue)
        .AddSetting(new SettingKey<int?>(Name, null, ParseNumber) { Print = Print })
        .AddSasl(new SaslMechanism(fault == Fault.OddName ? "x fake" : "X-FAKE", new SaslFacts(1), context => new FakeSasl(context, fault)))
        .AddSecretSource("fake", new SecretFacts(1), context => new FakeSource(context, fault))
        .Add(new TransportRegistration("fake", (context, _) => FakeTransport.OpenAsync(context, fault)) { AnnouncesEnd = true, PassesNotifications = true })
        .AddMessageFilter("fake", 0, context => context.Account.Settings.Get(Filter) || fault == Fault.AlwaysOn ? new FakeFilter(context, fault) : null)
        .AddMailQueue("fake", context => new FakeQueue(context, fault))
        .AddLogSink("fake", context => context.Account.Settings.Get(Log) is { } name || fault == Fault.AlwaysOn && (name = "") is not null ? new FakeLog(name, fault) : null);

    string Name => fault == Fault.OtherEachTime ? $"fake_{Interlocked.Increment(ref made)}" : "fake_number";

    bool ParseNumber(SettingArgument argument, out int? value)
    {
        value = null;
        if (fault == Fault.ParserThrows)
            value = int.Parse(argument.Text, System.Globalization.CultureInfo.InvariantCulture);
        return true;
    }

    string? Print(int? value) => fault == Fault.PrinterThrows ? value!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) : value?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A plugin that its assembly does not declare.</summary>
public sealed class UnnamedPlugin : FakePlugin;
