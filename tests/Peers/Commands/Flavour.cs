namespace Msmtp.Peers;

/// <summary>The two commands that are built from one source; a user must not be able to tell them apart.</summary>
public enum Flavour
{
    /// <summary>artifacts/bin/msmtp.</summary>
    Native,

    /// <summary>artifacts/host/msmtp.</summary>
    Managed,
}
