namespace Msmtp.Secrets.Keyring;

/// <summary>Looks passwords up in the keyring, and stores none. Errors are not reported: the next source may know.</summary>
/// <param name="bus">The bus that the service is on.</param>
/// <param name="open">Connects to the service; null: it is not available. Blocks.</param>
/// <param name="call">Makes blocking calls.</param>
sealed class KeyringSource(SessionBus bus, Func<CancellationToken, ISecretService?> open, BlockingCall call) : ISecretSource
{
    public ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken)
    {
        if (query is not { Kind: SecretKind.Password or SecretKind.Token or SecretKind.ClientSecret, Host: { } host, User: { } user })
            return default;
        var items = KeyringItem.Of(query.Service, host, user);
        // Without a bus the library is not even loaded.
        return items.Count > 0 && bus.IsThere() ? call.RunAsync(givingUp => Find(items, query, givingUp), cancellationToken) : default;
    }

    Secret? Find(IReadOnlyList<IReadOnlyDictionary<string, string>> items, SecretQuery query, CancellationToken givingUp)
    {
        using var service = open(givingUp);
        if (service is null)
            return null;
        foreach (var item in items)
        {
            if (service.Find(item, givingUp) is not { } secret)
                continue;
            // The keyring would give the same answer forever.
            if (query.Rejected is null || !secret.Matches(query.Rejected))
                return secret;
            secret.Dispose();
        }
        return null;
    }
}
