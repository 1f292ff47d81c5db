namespace Msmtp.Parity;

/// <summary>How much of two observations has to be the same.</summary>
public enum Compared
{
    /// <summary>All that can be seen.</summary>
    Everything,

    /// <summary>All but what is printed: for errors whose words are those of a library that we do not use.</summary>
    Deeds,
}
