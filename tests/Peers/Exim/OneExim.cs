namespace Msmtp.Peers;

/// <summary>The tests that share one running Exim.</summary>
[CollectionDefinition]
public sealed class OneExim : ICollectionFixture<Exim>;
