using Msmtp.Hosting;
using NSubstitute;

namespace Msmtp.Host.Tests.Plugins;

public sealed class PluginRegistryTests
{
    static readonly SaslMechanism Mechanism = new("X", new SaslFacts(1), static _ => Substitute.For<ISaslClient>());

    public static TheoryData<string, Action<IPluginRegistry>> Twice { get; } = new()
    {
        { "the setting host is registered twice: by plugin core, and now by plugin tests.twice", registry => registry.AddSetting(CommonSettings.Host) },
        { "plugin tests.twice adds the setting account, which is reserved in msmtprc", registry => registry.AddSetting(Key("account")) },
        { "plugin tests.twice adds the setting plugin, which is reserved in msmtprc", registry => registry.AddSetting(Key("plugin")) },
        { "the setting connect_timeout is registered twice: by plugin core, and now by plugin tests.twice", registry => registry.AddSetting(Key("connect_timeout")) },
        { "the option --user is registered twice: by plugin core, and now by plugin tests.twice", registry => registry.AddSetting(Key("x", new SettingOption("user", ArgumentRule.None))) },
        { "the option -f is registered twice: by plugin core, and now by plugin tests.twice", registry => registry.AddSetting(Key("y", new SettingOption("y", ArgumentRule.None) { Letter = 'f' })) },
        { "the option --host is registered twice: by plugin core, and now by plugin tests.twice", registry => registry.AddMode(new CommandMode(new SettingOption("host", ArgumentRule.None), (_, _) => default)) },
        { "the SASL mechanism X is registered twice, both times by plugin tests.twice", registry => registry.AddSasl(Mechanism).AddSasl(Mechanism) },
        { "the secret source s is registered twice, both times by plugin tests.twice", registry => registry.AddSecretSource("s", new SecretFacts(1), NoSource).AddSecretSource("s", new SecretFacts(2), NoSource) },
        { "the transport t is registered twice, both times by plugin tests.twice", registry => registry.AddTransport("t", NoTransport).AddTransport("t", NoTransport) },
        { "the log l is registered twice, both times by plugin tests.twice", registry => registry.AddLogSink("l", static _ => null).AddLogSink("l", static _ => null) },
    };

    [Theory]
    [MemberData(nameof(Twice))]
    public void A_name_that_is_taken_is_refused(string error, Action<IPluginRegistry> register)
    {
        var plugin = Substitute.For<IPlugin>();
        plugin.Id.Returns("tests.twice");
        plugin.When(p => p.Register(Arg.Any<IPluginRegistry>())).Do(call => register(call.Arg<IPluginRegistry>()));

        Assert.Equal(error, Assert.Throws<ArgumentException>(() => PluginRegistry.Of([plugin])).Message);
    }

    [Fact]
    public void Two_plugins_cannot_have_one_id()
    {
        var plugin = Substitute.For<IPlugin>();
        plugin.Id.Returns("tests.one");

        Assert.Equal("the plugin tests.one is registered twice: compiled in, and compiled in", Assert.Throws<ArgumentException>(() => PluginRegistry.Of([plugin, plugin])).Message);
    }

    [Fact]
    public void Both_plugins_are_named_that_want_one_name()
    {
        var error = Assert.Throws<ArgumentException>(() => PluginRegistry.Of([new Wanting("tests.first"), new Wanting("tests.second")])).Message;

        Assert.Equal("the setting wanted is registered twice: by plugin tests.first, and now by plugin tests.second", error);
    }

    sealed class Wanting(string id) : IPlugin
    {
        public string Id => id;

        public void Register(IPluginRegistry registry) => registry.AddSetting(Key("wanted"));
    }

    static SettingKey<string?> Key(string name, SettingOption? option = null) => new(name, null, Parse.Text, option: option);

    static ISecretSource NoSource(PluginContext context) => Substitute.For<ISecretSource>();

    static ValueTask<ITransport> NoTransport(PluginContext context, CancellationToken ct) => new(Substitute.For<ITransport>());
}
