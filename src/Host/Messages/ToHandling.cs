namespace Msmtp.Hosting;

/// <summary>The argument of <c>set_to_header</c>: who writes the To field.</summary>
enum ToHandling
{
    /// <summary>The mail does; Cc and Bcc are its own too.</summary>
    Off,

    /// <summary>We do: it names the recipients of the envelope, and To, Cc and Bcc of the mail are dropped.</summary>
    On,

    /// <summary>We do: it is a group without members (RFC 5322 §3.4), and To, Cc and Bcc of the mail are dropped.</summary>
    Undisclosed,
}
