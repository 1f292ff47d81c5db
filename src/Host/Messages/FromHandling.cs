namespace Msmtp.Hosting;

/// <summary>The argument of <c>set_from_header</c>: who writes the From field.</summary>
enum FromHandling
{
    /// <summary>The mail does; one is added where it names no address.</summary>
    Auto,

    /// <summary>We do: it is made from the envelope, whatever the mail says.</summary>
    On,

    /// <summary>The mail does, or nobody.</summary>
    Off,
}
