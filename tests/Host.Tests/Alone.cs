namespace Msmtp.Host.Tests;

/// <summary>Tests that measure, or take much, while no others run.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
