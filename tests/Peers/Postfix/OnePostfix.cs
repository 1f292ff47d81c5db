namespace Msmtp.Peers;

/// <summary>
/// The tests that share one running Postfix; they run one at a time, so that an empty queue means that a test's mail has arrived.
/// </summary>
[CollectionDefinition]
public sealed class OnePostfix : ICollectionFixture<Postfix>;
