namespace Msmtp;

/// <summary>
/// The version of these contracts (SemVer). The assembly's own version changes with the first number alone, so that a plugin that
/// was built against another 1.x loads.
/// </summary>
public static class AbstractionsVersion
{
    /// <summary>The number: a compiler writes it into what it compiles, and so a plugin remembers what it was built against.</summary>
    public const string Number = "1.0.0";
}
