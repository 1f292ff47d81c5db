namespace Msmtp.Peers;

/// <summary>The tests that share one running Dovecot, and the Postfix that belongs to it.</summary>
[CollectionDefinition]
public sealed class OneDovecot : ICollectionFixture<Dovecot>;
