namespace Msmtp.Testing;

/// <summary>The other end of a transport: a server that keeps what it takes. Disposing it ends it, whatever it waits for.</summary>
public interface ITransportPeer : IAsyncDisposable
{
    /// <summary>The lines of msmtprc that lead to it, such as <c>host 127.0.0.1</c>.</summary>
    string Msmtprc { get; }

    /// <summary>The mails that it took responsibility for, in the order in which they came.</summary>
    IReadOnlyList<PeerMail> Mails { get; }

    /// <summary>Octets of messages that have reached it so far, those of mails that never became whole among them.</summary>
    long OctetsSeen { get; }
}

/// <summary>A mail as it reached the other end.</summary>
/// <param name="From">The reverse-path without brackets; empty: the null reverse-path.</param>
/// <param name="To">The recipients that were accepted, in their order.</param>
/// <param name="Octets">The message with CR LF line ends.</param>
public sealed record PeerMail(string From, IReadOnlyList<string> To, byte[] Octets);
