using System.Text;

namespace Msmtp;

/// <summary>A mail that would have been sent.</summary>
/// <param name="Account">The account that it would have gone by; null: it has no name.</param>
/// <param name="Envelope">Who sends it, and who of its recipients gets it.</param>
/// <param name="Octets">
/// The message with the header fields that were added and without those that were removed, lines ended by CRLF as on the wire.
/// </param>
public sealed record CapturedMail(string? Account, SmtpEnvelope Envelope, ReadOnlyMemory<byte> Octets)
{
    /// <summary>The addresses of <see cref="Envelope"/>'s recipients.</summary>
    public IReadOnlyList<string> To => [.. Envelope.To.Select(static path => path.Address)];

    /// <summary>The message as UTF-8, lines ended by LF.</summary>
    public string Text => Encoding.UTF8.GetString(Octets.Span).Replace("\r\n", "\n", StringComparison.Ordinal);
}
