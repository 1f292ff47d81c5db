using System.Text;
using System.Text.Unicode;

namespace Msmtp.Transport.Smtp;

/// <summary>
/// An envelope as a server can take it. With SMTPUTF8 (RFC 6531) it goes out as it is; without it a domain beyond ASCII is
/// sent as A-labels (RFC 5890 §2.3.2.1), and a local part cannot be sent at all. Pure.
/// </summary>
/// <param name="From">The reverse-path.</param>
/// <param name="To">The forward-paths, in the mail's order.</param>
/// <param name="IsInternational">MAIL says SMTPUTF8 (RFC 6531 §3.4).</param>
sealed record WireEnvelope(ReversePath From, IReadOnlyList<ForwardPath> To, bool IsInternational)
{
    /// <exception cref="MailException">An address needs SMTPUTF8 and the server lacks it, or its domain cannot be.</exception>
    public static WireEnvelope Of(Mail mail, Capabilities capabilities)
    {
        var (from, to) = (mail.Envelope.From, mail.Envelope.To);
        if (capabilities.SmtpUtf8)
            return new WireEnvelope(from, to, NeedsSmtpUtf8(mail));
        // The header is not looked at: servers have been taking UTF-8 in it without a word for longer than there is SMTPUTF8.
        return new WireEnvelope(
            IsPlain(from.Address) ? from : new ReversePath(Plain(from.Address)),
            to.All(static path => IsPlain(path.Address)) ? to : [.. to.Select(static path => new ForwardPath(Plain(path.Address)))],
            IsInternational: false);
    }

    static bool NeedsSmtpUtf8(Mail mail) =>
        AddressParts.IsInternational(mail.Envelope.From.Address)
        || mail.Envelope.To.Any(static path => AddressParts.IsInternational(path.Address))
        || IsInternationalized(mail.Content.HeaderBlock.Span);

    // RFC 6532 §3: UTF-8 in a header field. Other octets have no name in any RFC, and pass as they always did.
    static bool IsInternationalized(ReadOnlySpan<byte> header) => !Ascii.IsValid(header) && Utf8.IsValid(header);

    static bool IsPlain(string address) => !AddressParts.IsInternational(address);

    static string Plain(string address)
    {
        if (IsPlain(address))
            return address;
        if (!Ascii.IsValid(AddressParts.LocalPart(address)))
            throw Failed(ExitCode.Unavailable, $"the server does not support SMTPUTF8, which the address {address} needs");
        try
        {
            return AddressParts.WithAsciiDomain(address);
        }
        catch (InvalidDataException e)
        {
            throw Failed(ExitCode.DataErr, $"the address {address} cannot be sent: {e.Message}", e);
        }
    }

    static MailException Failed(ExitCode exitCode, string message, InvalidDataException? cause = null) =>
        new(exitCode, DeliveryStage.Mail, message, inner: cause);
}
