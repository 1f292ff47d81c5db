namespace Msmtp.Queue.Spool.Disk;

/// <summary>
/// Mistakes that the tests of durability have to notice. They exist only in a program that is built with FAULTS, which nobody is given; there,
/// MSMTP_SPOOL_FAULT chooses one.
/// </summary>
static class PlantedFault
{
    /// <summary>A mail is not synced before it gets its name.</summary>
    public const string NoFileSync = "nofsync";

    /// <summary>The folder is not synced when a mail has got its name.</summary>
    public const string NoFolderSync = "nodirsync";

    /// <summary>A mail has its name from the beginning.</summary>
    public const string NameAtOnce = "tmpname";

    /// <summary>That an attempt begins is not noted.</summary>
    public const string NoMark = "nomark";

    /// <summary>What became of an attempt is not synced.</summary>
    public const string NoEndSync = "nosentsync";

    /// <summary>A mail is accepted before it is stored.</summary>
    public const string Early = "early";

    /// <summary>The key of a mail is forgotten when the mail is sent.</summary>
    public const string NoKey = "nokey";

#if FAULTS
    static readonly string? Chosen = Environment.GetEnvironmentVariable("MSMTP_SPOOL_FAULT");

    public static bool Is(string name) => name == Chosen;
#else
    public static bool Is(string name) => false;
#endif
}
