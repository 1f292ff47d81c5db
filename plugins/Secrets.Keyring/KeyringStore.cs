using Msmtp.Text;

namespace Msmtp.Secrets.Keyring;

/// <summary>
/// Stores secrets in the keyring. Unlike a search for a password, which may find nothing, it fails if the keyring cannot be used.
/// </summary>
/// <param name="bus">The bus that the service is on.</param>
/// <param name="open">Connects to the service; null: it is not available. Blocks.</param>
/// <param name="call">Makes blocking calls.</param>
sealed class KeyringStore(SessionBus bus, Func<CancellationToken, ISecretService?> open, BlockingCall call) : ISecretStore
{
    const int Longest = 1 << 20;

    public ValueTask<Secret?> FindAsync(SecretKey key, CancellationToken cancellationToken)
    {
        var item = ItemOf(key);
        return AskAsync((service, givingUp) => service.Read(item, givingUp), cancellationToken);
    }

    public async ValueTask StoreAsync(SecretKey key, Secret secret, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (secret.Reveal().Length > Longest)
            throw Failed("the secret is longer than 1 MiB");
        var item = ItemOf(key);
        var label = PrintableText.Text($"{key.Service} {key.User}@{key.Host} (msmtp)");
        await AskAsync(
            (service, givingUp) =>
            {
                service.Store(item, label, secret, givingUp);
                return null;
            }, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> RemoveAsync(SecretKey key, CancellationToken cancellationToken)
    {
        var item = ItemOf(key);
        var wasThere = false;
        await AskAsync(
            (service, givingUp) =>
            {
                wasThere = service.Remove(item, givingUp);
                return null;
            }, cancellationToken).ConfigureAwait(false);
        return wasThere;
    }

    async ValueTask<Secret?> AskAsync(Func<ISecretService, CancellationToken, Secret?> ask, CancellationToken cancellationToken)
    {
        // Without a bus the library is not even loaded.
        if (!bus.IsThere())
            throw Failed("there is no bus of a desktop session");
        var hasAnswered = false;
        try
        {
            var answer = await call.RunAsync(AskService, cancellationToken).ConfigureAwait(false);
            return hasAnswered ? answer : throw Failed("it does not answer");
        }
        catch (IOException e)
        {
            throw Failed(e.Message, e);
        }

        Secret? AskService(CancellationToken givingUp)
        {
            using var service = open(givingUp) ?? throw new IOException("no service answers");
            var answer = ask(service, givingUp);
            hasAnswered = true;
            return answer;
        }
    }

    static IReadOnlyDictionary<string, string> ItemOf(SecretKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return KeyringItem.Kept(key) ?? throw Failed("a name is not UTF-8, or holds a NUL");
    }

    static MailException Failed(string reason, Exception? inner = null) =>
        new(ExitCode.TempFail, DeliveryStage.Configure, $"the keyring cannot be used: {reason}", inner: inner);
}
