using Msmtp.Hosting;
using NSubstitute;

namespace Msmtp.Host.Tests.Plugins;

public sealed class PluginRegistryTests
{
    static readonly SaslMechanism Mechanism = new("X", new SaslFacts(1), static _ => Substitute.For<ISaslClient>());

    static readonly CommandMode Mode = new(new SettingOption("m", ArgumentRule.None), static (_, _) => default);

    public static TheoryData<string, Action<IPluginRegistry>> Twice { get; } = new()
    {
        { "the setting host is registered twice: by plugin core, and now by plugin tests.twice", registry => registry.AddSetting(CommonSettings.Host) },
        { "plugin tests.twice adds the setting account, which is reserved in msmtprc", registry => registry.AddSetting(Key("account")) },
        { "plugin tests.twice adds the setting plugin, which is reserved in msmtprc", registry => registry.AddSetting(Key("plugin")) },
        { "the setting connect_timeout is registered twice: by plugin core, and now by plugin tests.twice", registry => registry.AddSetting(Key("connect_timeout")) },
        { "the option --user is registered twice: by plugin core, and now by plugin tests.twice", registry => registry.AddSetting(Key("x", new SettingOption("user", ArgumentRule.None))) },
        { "the option -f is registered twice: by plugin core, and now by plugin tests.twice", registry => registry.AddSetting(Key("y", new SettingOption("y", ArgumentRule.None) { Letter = 'f' })) },
        { "the option --host is registered twice: by plugin core, and now by plugin tests.twice", registry => registry.AddMode(new CommandMode(new SettingOption("host", ArgumentRule.None), (_, _) => default)) },
        { "the mechanism X is registered twice, both times by plugin tests.twice", registry => registry.AddSasl(Mechanism).AddSasl(Mechanism) },
        { "the secret source s is registered twice, both times by plugin tests.twice", registry => registry.AddSecretSource("s", new SecretFacts(1), NoSource).AddSecretSource("s", new SecretFacts(2), NoSource) },
        { "the transport t is registered twice, both times by plugin tests.twice", registry => registry.AddTransport("t", NoTransport).AddTransport("t", NoTransport) },
        { "the option --m is registered twice, both times by plugin tests.twice", registry => registry.AddMode(Mode).AddMode(Mode) },
        { "the log l is registered twice, both times by plugin tests.twice", registry => registry.AddLogSink("l", static _ => null).AddLogSink("l", static _ => null) },
    };

    [Theory]
    [MemberData(nameof(Twice))]
    public void A_name_that_is_taken_is_refused(string error, Action<IPluginRegistry> register)
    {
        var plugin = Registering("tests.twice", register);

        Assert.Equal(error, Assert.Throws<ArgumentException>(() => PluginRegistry.Of([new CorePlugin(), plugin])).Message);
    }

    [Fact]
    public void Two_plugins_cannot_have_one_id()
    {
        var plugin = Substitute.For<IPlugin>();
        plugin.Id.Returns("tests.one");

        Assert.Equal("the plugin tests.one is registered twice: compiled in, and compiled in", Assert.Throws<ArgumentException>(() => PluginRegistry.Of([new CorePlugin(), plugin, plugin])).Message);
    }

    [Fact]
    public void Both_plugins_are_named_that_want_one_name()
    {
        var error = Assert.Throws<ArgumentException>(() => PluginRegistry.Of([new CorePlugin(), new Wanting("tests.first"), new Wanting("tests.second")])).Message;

        Assert.Equal("the setting wanted is registered twice: by plugin tests.first, and now by plugin tests.second", error);
    }

    [Fact]
    public void A_name_may_be_used_once_for_each_kind()
    {
        var registry = PluginRegistry.Of([new CorePlugin(), Registering(static registry => registry.AddLogSink("x", static _ => null).AddTransport("x", NoTransport))]);

        Assert.Equal("x", Assert.Single(registry.LogSinks).Name);
        Assert.Equal("x", Assert.Single(registry.Transports).Name);
    }

    [Fact]
    public void Each_kind_is_in_its_order_and_equal_ones_as_they_came()
    {
        var registry = PluginRegistry.Of(
        [
            new CorePlugin(),
            Registering(static registry => registry
                .AddSecretSource("late", new SecretFacts(300), NoSource)
                .AddTransport("first", NoTransport)
                .AddSecretSource("middle", new SecretFacts(200), NoSource)
                .AddSecretSource("early", new SecretFacts(100), NoSource)
                .AddTransport("second", NoTransport)
                .AddSecretSource("same", new SecretFacts(200), NoSource)),
        ]);

        Assert.Equal(["early", "middle", "same", "late"], registry.SecretSources.Select(static source => source.Name));
        Assert.Equal(["first", "second"], registry.Transports.Select(static transport => transport.Name));
    }

    [Fact]
    public async Task The_mechanisms_of_a_plugin_that_comes_later_are_known()
    {
        var registry = PluginRegistry.Of([new CorePlugin()], new OneSource(Registering(static registry => registry.AddSasl(Mechanism))));
        Assert.Empty(registry.MechanismNames);

        await registry.RequireAsync("late", TestContext.Current.CancellationToken);

        Assert.Equal(["X"], registry.MechanismNames);
    }

    [Fact]
    public async Task While_others_use_it_nothing_is_added_and_afterwards_it_can_be()
    {
        var registry = PluginRegistry.Of([new CorePlugin()], new OneSource(Registering(static registry => registry.AddSasl(Mechanism))));
        registry.Closed = static name => throw new InvalidOperationException(name);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => registry.RequireAsync("late", TestContext.Current.CancellationToken).AsTask());
        await registry.RequireAsync("core", TestContext.Current.CancellationToken);
        registry.Closed = null;
        await registry.RequireAsync("late", TestContext.Current.CancellationToken);

        Assert.Equal("late", refused.Message);
        Assert.Equal(["X"], registry.MechanismNames);
    }

    static IPlugin Registering(Action<IPluginRegistry> register) => Registering("tests.registering", register);

    static IPlugin Registering(string id, Action<IPluginRegistry> register)
    {
        var plugin = Substitute.For<IPlugin>();
        plugin.Id.Returns(id);
        plugin.When(static p => p.Register(Arg.Any<IPluginRegistry>())).Do(call => register(call.Arg<IPluginRegistry>()));
        return plugin;
    }

    sealed class OneSource(IPlugin plugin) : IPluginSource
    {
        public ValueTask<RegisteredPlugin> StartAsync(string name, CancellationToken cancellationToken) => new(RegisteredPlugin.Of(plugin));
    }

    sealed class Wanting(string id) : IPlugin
    {
        public string Id => id;

        public void Register(IPluginRegistry registry) => registry.AddSetting(Key("wanted"));
    }

    static SettingKey<string?> Key(string name, SettingOption? option = null) => new(name, null, SettingParsers.Text, option: option);

    static ISecretSource NoSource(PluginContext context) => Substitute.For<ISecretSource>();

    static ValueTask<ITransport> NoTransport(PluginContext context, CancellationToken cancellationToken) =>
        new(Substitute.For<ITransport>());
}
