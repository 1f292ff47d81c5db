namespace Msmtp.Hosting;

/// <summary>What became of a mail, or of it for one recipient, in the words that decide what to do next.</summary>
public enum SendOutcome
{
    /// <summary>The server took it.</summary>
    Sent,

    /// <summary>The server took it for some recipients and not for others; each has an outcome of his own.</summary>
    PartlySent,

    /// <summary>
    /// The server refused it for good (5yz, RFC 5321 §4.2.1): its sender, a recipient, or the mail itself. Tell whoever sent it; sending it
    /// again is useless.
    /// </summary>
    Refused,

    /// <summary>
    /// Not now: the server said so (4yz), could not be reached, or the connection broke before the mail was over. Try again
    /// later.
    /// </summary>
    Deferred,

    /// <summary>
    /// It may have been delivered: the whole mail went out and no reply came back. Sending it again may deliver it twice.
    /// </summary>
    Unknown,

    /// <summary>
    /// Nothing went out, and trying again does not help: something is wrong here (a setting, a password, a server that does not let us
    /// in), or another recipient's refusal stopped the mail. <see cref="MailException.Advice"/> says what to do.
    /// </summary>
    NotSent,
}
