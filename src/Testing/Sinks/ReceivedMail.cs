using System.Text;
using Msmtp.Server;

namespace Msmtp.Testing;

/// <summary>A mail that reached a <see cref="MailSink"/>.</summary>
/// <param name="Envelope">Its envelope.</param>
/// <param name="Octets">Its content with CR LF line ends and without dot-stuffing, octet for octet.</param>
public sealed record ReceivedMail(MailEnvelope Envelope, byte[] Octets)
{
    /// <summary>The recipients' addresses.</summary>
    public IReadOnlyList<string> Recipients { get; } = [.. Envelope.Recipients.Select(static recipient => recipient.Address)];

    /// <summary>The content as Latin-1, one character per octet, with LF line ends.</summary>
    public string Text => Encoding.Latin1.GetString(Octets).Replace("\r\n", "\n", StringComparison.Ordinal);
}
