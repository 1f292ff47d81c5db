namespace Msmtp.Secrets.Keyring.Tests;

/// <summary>A keyring in memory: an item is found by attributes that it has, of several the last one that was stored.</summary>
sealed class FakeKeyring
{
    readonly List<(IReadOnlyDictionary<string, string> Attributes, string Password)> items = [];

    readonly Dictionary<string, byte[]> kept = [];

    /// <summary>The service answers every question with a failure.</summary>
    public bool Fails { get; init; }

    /// <summary>What was searched for, in order.</summary>
    public List<string> Searches { get; } = [];

    /// <summary>How many connections were opened.</summary>
    public int Opened { get; private set; }

    /// <summary>How many of them were closed.</summary>
    public int Closed { get; private set; }

    public FakeKeyring With(string password, params IReadOnlyList<(string Name, string Value)> attributes)
    {
        items.Insert(0, (attributes.ToDictionary(), password));
        return this;
    }

    public ISecretService Open(CancellationToken cancellationToken)
    {
        Opened++;
        return new Connection(this);
    }

    sealed class Connection(FakeKeyring keyring) : ISecretService
    {
        public Secret? Find(IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken)
        {
            keyring.Searches.Add(string.Join(' ', attributes.Select(static attribute => $"{attribute.Key}={attribute.Value}")));
            var found = keyring.items
                .Where(item => attributes.All(wanted => item.Attributes.GetValueOrDefault(wanted.Key) == wanted.Value))
                .Select(static item => item.Password)
                .FirstOrDefault();
            return found is null ? null : Secret.FromText(found);
        }

        public Secret? Read(IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken)
        {
            lock (keyring.kept)
                return keyring.Fails ? throw new IOException("it is broken") : keyring.kept.TryGetValue(Name(attributes), out var octets) ? new Secret([.. octets]) : null;
        }

        public void Store(IReadOnlyDictionary<string, string> attributes, string label, Secret secret, CancellationToken cancellationToken)
        {
            lock (keyring.kept)
                keyring.kept[Name(attributes)] = secret.Reveal().ToArray();
        }

        public bool Remove(IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken)
        {
            lock (keyring.kept)
                return keyring.kept.Remove(Name(attributes));
        }

        static string Name(IReadOnlyDictionary<string, string> attributes) =>
            string.Join('\0', attributes.OrderBy(static each => each.Key, StringComparer.Ordinal).Select(static each => $"{each.Key}\0{each.Value}"));

        public void Dispose() => keyring.Closed++;
    }
}
