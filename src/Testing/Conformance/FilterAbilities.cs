namespace Msmtp.Testing;

/// <summary>What can be said of a filter by looking at it from outside. What cannot is not asked for.</summary>
[Flags]
public enum FilterAbilities
{
    /// <summary>None of it.</summary>
    None = 0,

    /// <summary>The same mail comes out the same each time. What encrypts, or writes down the time, leaves it out.</summary>
    Repeats = 1,

    /// <summary>A body becomes about as long as it was, so that it can be seen from outside whether it is held. What compresses leaves it out.</summary>
    KeepsLength = 2,

    /// <summary>All of it.</summary>
    All = Repeats | KeepsLength,
}
