namespace Msmtp;

/// <summary>
/// The version of these contracts (SemVer). The version of the assembly changes with the major number only, so that a plugin built against
/// another 1.x loads.
/// </summary>
public static class AbstractionsVersion
{
    /// <summary>The version number. As a constant it is compiled into a plugin, which so remembers what it was built against.</summary>
    public const string Number = "1.0.0";
}
