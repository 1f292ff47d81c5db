namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>The two commands that are built from one source.</summary>
public enum Flavour
{
    /// <summary>Compiled ahead of time: what users install.</summary>
    Native,

    /// <summary>On the runtime: what the native command becomes when a plugin has to be loaded.</summary>
    Managed,
}
