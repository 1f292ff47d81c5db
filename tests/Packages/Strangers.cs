namespace Msmtp.Packages.Tests;

/// <summary>One set of packages and caches for all tests, which run one after the other.</summary>
[CollectionDefinition(nameof(Strangers))]
public sealed class Strangers : ICollectionFixture<Stranger>;
