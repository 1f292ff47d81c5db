using MimeKit;

namespace Msmtp.Transport.MailKit;

/// <summary>All header fields of a message as they stand. MimeKit calls a header invalid that it writes without looking at it.</summary>
/// <param name="octets">The fields, lines ended by CRLF.</param>
sealed class RawHeader(byte[] octets) : Header(ParserOptions.Default, octets, [], invalid: true);
