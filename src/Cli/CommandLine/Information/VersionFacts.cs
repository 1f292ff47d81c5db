namespace Msmtp.Cli;

/// <summary>The parts of <c>--version</c> that vary.</summary>
sealed record VersionFacts
{
    /// <summary>The version of this program.</summary>
    public required string Version { get; init; }

    /// <summary>The runtime identifier: <c>linux-x64</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>What implements TLS.</summary>
    public required string TlsLibrary { get; init; }

    /// <summary>The SASL mechanisms that plugins have registered, in their order.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = [];

    /// <summary>The keyrings that are asked for passwords.</summary>
    public IReadOnlyList<string> Keyrings { get; init; } = [];

    /// <summary>The path of the system's configuration file.</summary>
    public required string SystemFile { get; init; }

    /// <summary>The path of the user's configuration file.</summary>
    public required string UserFile { get; init; }
}

/// <summary>
/// The version of this program, and of the plugins compiled into it. The build writes it as a constant: looking it up would keep the code
/// that reads attributes in the native command, where everything costs something at each start.
/// </summary>
static partial class ProgramVersion
{
}
