namespace Msmtp.Server.Wire;

enum LineStatus
{
    /// <summary>No line end yet.</summary>
    NeedMore,

    /// <summary>A line that ended with CR LF.</summary>
    Whole,

    /// <summary>A line that was longer than allowed. It is consumed, its text is lost.</summary>
    TooLong,

    /// <summary>A line that ended with LF alone.</summary>
    BareLineFeed,
}
