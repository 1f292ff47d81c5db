namespace Msmtp.Testing;

/// <summary>What can be observed of a filter from outside. Rules that need more are skipped.</summary>
[Flags]
public enum FilterAbilities
{
    /// <summary>None of it.</summary>
    None = 0,

    /// <summary>The same mail comes out the same each time. Leave this out for a filter that encrypts or adds a timestamp.</summary>
    Repeats = 1,

    /// <summary>
    /// A body comes out about as long as it went in, so that buffering can be observed from outside. Leave this out for a filter that
    /// compresses.
    /// </summary>
    KeepsLength = 2,

    /// <summary>All of it.</summary>
    All = Repeats | KeepsLength,
}
