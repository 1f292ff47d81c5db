namespace Msmtp;

/// <summary>Of what the sender of a mail wants to be notified for a recipient (RFC 3461 §4.1, NOTIFY).</summary>
[Flags]
public enum DsnNotify
{
    /// <summary>Of nothing, not even of a failure.</summary>
    Never = 0,

    /// <summary>That it was delivered.</summary>
    Success = 1,

    /// <summary>That it could not be delivered.</summary>
    Failure = 2,

    /// <summary>That it is late.</summary>
    Delay = 4,
}

/// <summary>How much of a mail comes back with the notification of a failure (RFC 3461 §4.3, RET).</summary>
public enum DsnReturn
{
    /// <summary>Its header.</summary>
    Headers,

    /// <summary>All of it.</summary>
    Full,
}
