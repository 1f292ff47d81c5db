using Msmtp.Host.Tests.Delivery;
using Msmtp.Hosting;
using NSubstitute;

namespace Msmtp.Host.Tests.Plugins.Guards;

/// <summary>Whatever a plugin from a folder registers is called through the guard.</summary>
public sealed class RegistrationGuardTests
{
    static readonly Dictionary<Type, Func<IRegistration, ValueTask>> Calls = new()
    {
        [typeof(AccountCheckRegistration)] = static rule => Of(((AccountCheckRegistration)rule).Check(AccountSettings.Empty)),
        [typeof(SaslPreferenceRegistration)] = static preference =>
            Of(((SaslPreferenceRegistration)preference).Mechanisms(AccountSettings.Empty)?[0]),
        [typeof(SaslMechanism)] = static async mechanism =>
        {
            using var client = ((SaslMechanism)mechanism).Create(new SaslContext { Account = new MailAccount(AccountSettings.Empty), Host = "h", Port = 25 });
            await client.StartAsync(Token);
        },
        [typeof(SecretSourceRegistration)] = static async source =>
            Assert.Null(await ((SecretSourceRegistration)source).Create(Context()).FindAsync(new SecretQuery(SecretKind.Password), Token)),
        [typeof(SecretStoreRegistration)] = static async store =>
            await ((SecretStoreRegistration)store).Create(Context()).FindAsync(new SecretKey("s", "h", "u"), Token),
        [typeof(TransportRegistration)] = static async transport => await ((TransportRegistration)transport).Open(Context(), Token),
        [typeof(ConnectorRegistration)] = static async connector =>
            await ((ConnectorRegistration)connector).Create(Context()).ConnectAsync(new ConnectionRequest(), Token),
        [typeof(MessageFilterRegistration)] = static async filter =>
            await ((MessageFilterRegistration)filter).Create(Context())!.FilterAsync(FakeHost.SomeMail, Token),
        [typeof(TransportWrapperRegistration)] = static async wrapper =>
            await ((TransportWrapperRegistration)wrapper).Wrap(static (_, _) => default, Context(), Token),
        [typeof(MailQueueRegistration)] = static async queue => await ((MailQueueRegistration)queue).Create(Context()).ListAsync(Token),
        [typeof(LogSinkRegistration)] = static log => ((LogSinkRegistration)log).Create(Context())!.WriteAsync(Record(), Token),
        [typeof(CommandMode)] = static mode => ((CommandMode)mode).RunAsync(new ModeContext(Context(), "", static _ => { }), Token),
    };

    static readonly List<IRegistration> Broken =
    [
        new AccountCheckRegistration(static _ => throw Thrown),
        new SaslMechanism("X", new SaslFacts(1), static _ => throw Thrown),
        new SaslPreferenceRegistration(static _ => throw Thrown),
        new SecretSourceRegistration("s", new SecretFacts(1), static _ => throw Thrown),
        new SecretStoreRegistration("k", static _ => throw Thrown),
        new TransportRegistration("t", static (_, _) => throw Thrown),
        new ConnectorRegistration("c", static _ => throw Thrown),
        new MessageFilterRegistration("f", 0, static _ => throw Thrown),
        new TransportWrapperRegistration("w", 1, static (_, _, _) => throw Thrown),
        new MailQueueRegistration("q", static _ => throw Thrown),
        new LogSinkRegistration("l", static _ => throw Thrown),
        new CommandMode(new SettingOption("m", ArgumentRule.None), static (_, _) => throw Thrown),
    ];

    static readonly List<string> Notices = [];

    static InvalidOperationException Thrown => new("no");

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Type> Kinds { get; } = [.. Broken.Select(static registration => registration.GetType())];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_it_throws_names_the_plugin(Type kind)
    {
        var registration = Guarded(Broken.Single(broken => broken.GetType() == kind));

        var said = kind == typeof(SecretSourceRegistration)
            ? await NoticeOf(() => Calls[kind](registration).AsTask())
            : (await Assert.ThrowsAsync<MailException>(() => Calls[kind](registration).AsTask())).Message;

        Assert.Equal("plugin Auth.Stranger failed: InvalidOperationException: no", said);
    }

    // A kind that is forgotten here would be a hole in the guard.
    [Fact]
    public void Every_kind_of_the_contracts_is_known() => Assert.Equal(
        typeof(IRegistration).Assembly.GetTypes()
            .Where(static type => type.IsAssignableTo(typeof(IRegistration)) && type is { IsInterface: false, IsAbstract: false, IsGenericType: false })
            .Select(static type => type.Name).Order(),
        Broken.Select(static registration => registration.GetType().Name).Order());

    [Fact]
    public void A_setting_stays_what_it_is() => Assert.Same(CommonSettings.Host, Guarded(CommonSettings.Host));

    [Fact]
    public void A_kind_that_nobody_knows_is_refused()
    {
        var registration = Substitute.For<IRegistration>();
        registration.Kind.Returns("miracle");

        var e = Assert.Throws<InvalidDataException>(() => Guarded(registration));

        Assert.Equal("it adds a miracle that cannot be used here", e.Message);
    }

    [Fact]
    public void A_factory_that_is_null_is_refused()
    {
        var e = Assert.Throws<InvalidDataException>(() => Guarded(new TransportRegistration("t", null!)));

        Assert.Equal("it adds a transport that cannot be used here", e.Message);
    }

    [Fact]
    public void The_rule_of_a_transport_is_called_through_it_too()
    {
        var transport = (TransportRegistration)Guarded(new TransportRegistration("t", static (_, _) => default) { Check = static _ => throw Thrown, NeedsNoHost = true });

        Assert.True(transport.NeedsNoHost);
        Assert.Equal("plugin Auth.Stranger failed: InvalidOperationException: no", Assert.Throws<MailException>(() => transport.Check!(AccountSettings.Empty)).Message);
    }

    [Fact]
    public async Task A_store_in_a_folder_of_the_users_is_called_through_it_too()
    {
        var store = (SecretStoreRegistration)Guarded(new SecretStoreRegistration("k", static _ => throw Thrown) { CreateIn = static (_, _) => throw Thrown });

        var e = await Assert.ThrowsAsync<MailException>(() => store.CreateIn!(Context(), "/tokens").FindAsync(new SecretKey("s", "h", "u"), Token).AsTask());

        Assert.Equal("plugin Auth.Stranger failed: InvalidOperationException: no", e.Message);
    }

    [Fact]
    public void Id_and_origin_stay()
    {
        var origin = new PluginOrigin("Auth.Stranger", "1.0");
        var plugin = new RegisteredPlugin("auth.stranger") { Origin = origin };

        var guarded = Guard().Around(plugin);

        Assert.Equal("auth.stranger", guarded.Id);
        Assert.Same(origin, guarded.Origin);
    }

    static async Task<string> NoticeOf(Func<Task> call)
    {
        Notices.Clear();
        await call();
        return Assert.Single(Notices);
    }

    static IRegistration Guarded(IRegistration registration)
    {
        var plugin = new RegisteredPlugin("auth.stranger");
        plugin.Add(registration);
        return Assert.Single(Guard().Around(plugin).Registrations);
    }

    static RegistrationGuard Guard() =>
        new(new PluginGuard(new PluginOrigin("Auth.Stranger", "1.0"), TimeProvider.System), TimeProvider.System);

    static PluginContext Context() => new()
    {
        Account = new MailAccount(AccountSettings.Empty),
        Secrets = Substitute.For<ISecretLookup>(),
        Shell = Substitute.For<IShell>(),
        Environment = new PluginEnvironment { Home = "" },
        Notify = static notice => Notices.Add(notice.Message),
    };

    static DeliveryRecord Record() => new()
    {
        Account = new MailAccount(AccountSettings.Empty),
        Envelope = new SmtpEnvelope(ReversePath.Null, [new ForwardPath("you@y")]),
        Time = DateTimeOffset.UnixEpoch,
        Result = new SendResult(SendOutcome.Sent, []),
    };

    static ValueTask Of(string? text)
    {
        Assert.Null(text);
        return default;
    }
}
