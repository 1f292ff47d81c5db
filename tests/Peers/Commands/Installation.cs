using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Msmtp.Peers;

/// <summary>How the command is installed as sendmail; a caller must not be able to tell.</summary>
public enum Installation
{
    /// <summary>artifacts/bin/msmtp, by the user's own msmtprc.</summary>
    Native,

    /// <summary>artifacts/host/msmtp, by the user's own msmtprc.</summary>
    Managed,

    /// <summary>artifacts/bin/msmtp, by a system's msmtprc with <c>sendmail_options strict</c>; the user's own is hostile.</summary>
    NativeAndStrict,

    /// <summary>artifacts/host/msmtp, the same.</summary>
    ManagedAndStrict,
}

/// <summary>Runs a theory with every installation.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EachInstallationAttribute : DataAttribute
{
    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Enum.GetValues<Installation>().Select(static installation => new TheoryDataRow<Installation>(installation))]);

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;
}
