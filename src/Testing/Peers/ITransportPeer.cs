namespace Msmtp.Testing;

/// <summary>
/// The other end of a transport: a server that keeps the mail it accepts. Disposing it stops it, whatever it is waiting for.
/// </summary>
public interface ITransportPeer : IAsyncDisposable
{
    /// <summary>The lines of msmtprc that lead to it, such as <c>host 127.0.0.1</c>.</summary>
    string Msmtprc { get; }

    /// <summary>The mails that it has taken responsibility for, in order of arrival.</summary>
    IReadOnlyList<PeerMail> Mails { get; }

    /// <summary>The octets of messages that have reached it so far, including those of incomplete mails.</summary>
    long OctetsSeen { get; }
}

/// <summary>A mail as it reached the other end.</summary>
/// <param name="From">The reverse path without angle brackets; empty: the null reverse path.</param>
/// <param name="To">The accepted recipients, in order.</param>
/// <param name="Octets">The message with CR LF line ends.</param>
public sealed record PeerMail(string From, IReadOnlyList<string> To, byte[] Octets)
{
    /// <summary>Of what the sender wants to be notified for each recipient (RFC 3461 §4.1); null, or missing: nothing was said.</summary>
    public IReadOnlyList<DsnNotify?> Notify { get; init; } = [];
}
