using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>Runs a theory with the native and the managed command.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EachFlavourAttribute : DataAttribute
{
    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Enum.GetValues<Flavour>().Select(static flavour => new TheoryDataRow<Flavour>(flavour))]);

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;
}
