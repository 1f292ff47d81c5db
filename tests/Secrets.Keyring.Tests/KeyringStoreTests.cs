namespace Msmtp.Secrets.Keyring.Tests;

/// <summary>The store over a keyring in memory.</summary>
public sealed class KeyringStoreConformance : SecretStoreConformance
{
    readonly FakeKeyring keyring = new();

    protected override IPlugin Plugin => new KeyringPlugin();

    protected override ISecretStore Create() => KeyringStoreTests.Store(keyring);
}

public sealed class KeyringStoreTests
{
    static readonly SecretKey Key = new("oauth", "mail.example.org", "joe");

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_bus_it_fails_and_does_not_say_that_there_is_nothing()
    {
        var keyring = new FakeKeyring();
        var store = new KeyringStore(new SessionBus(static _ => null), keyring.Open, Call());

        var failure = await Assert.ThrowsAsync<MailException>(async () => await store.FindAsync(Key, Token));

        Assert.Equal((ExitCode.TempFail, 0), (failure.ExitCode, keyring.Opened));
    }

    [Fact]
    public async Task Without_a_service_it_fails()
    {
        var store = new KeyringStore(Bus(), static _ => null, Call());

        var failure = await Assert.ThrowsAsync<MailException>(async () => await store.FindAsync(Key, Token));

        Assert.Equal("the keyring cannot be used: no service answers", failure.Message);
    }

    [Fact]
    public async Task What_the_service_says_of_a_failure_is_told()
    {
        var keyring = new FakeKeyring { Fails = true };

        var failure = await Assert.ThrowsAsync<MailException>(async () => await Store(keyring).FindAsync(Key, Token));

        Assert.Equal("the keyring cannot be used: it is broken", failure.Message);
        Assert.Equal(keyring.Opened, keyring.Closed);
    }

    [Fact]
    public async Task What_no_keyring_can_have_is_refused()
    {
        foreach (var user in (string[])["a\0b", "\uDCFF"])
            await Assert.ThrowsAsync<MailException>(async () => await Store(new FakeKeyring()).FindAsync(Key with { User = user }, Token));
    }

    internal static KeyringStore Store(FakeKeyring keyring) => new(Bus(), keyring.Open, Call());

    static BlockingCall Call() => new(IoMode.Asynchronous, TimeProvider.System);

    static SessionBus Bus() => new(static name => name == "DBUS_SESSION_BUS_ADDRESS" ? "unix:path=/somewhere" : null);
}
