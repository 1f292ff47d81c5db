using System.Text;
using System.Text.Unicode;

namespace Msmtp.Transport.Smtp;

/// <summary>
/// An envelope in a form that the server accepts (RFC 6531 §3.2). With SMTPUTF8 a non-ASCII domain is sent as U-labels (RFC 5890
/// §2.3.2.1); without it as A-labels, and a non-ASCII local part cannot be sent at all. Pure.
/// </summary>
/// <param name="From">The reverse-path.</param>
/// <param name="To">The forward-paths, in the mail's order.</param>
/// <param name="IsInternational">MAIL says SMTPUTF8 (RFC 6531 §3.4).</param>
/// <param name="IsEightBit">MAIL says BODY=8BITMIME (RFC 6152 §3).</param>
sealed record WireEnvelope(ReversePath From, IReadOnlyList<ForwardPath> To, bool IsInternational, bool IsEightBit)
{
    /// <exception cref="MailException">An address needs SMTPUTF8 and the server lacks it, or its domain is impossible.</exception>
    public static WireEnvelope Of(OutgoingMail mail, Capabilities capabilities)
    {
        var (from, to) = (mail.Envelope.From, mail.Envelope.To);
        var isEightBit = capabilities.EightBitMime && mail.Content.IsEightBit;
        if (IsPlain(from.Address) && ArePlain(to))
            return new WireEnvelope(from, to, capabilities.SmtpUtf8 && IsInternationalized(mail.Content.HeaderBlock.Span), isEightBit);
        Func<string, string> spell = capabilities.SmtpUtf8 ? Lettered : Plain;
        // Without SMTPUTF8 the header is not checked: servers accepted UTF-8 in it long before SMTPUTF8.
        return new WireEnvelope(
            new ReversePath(Spelt(from.Address, spell)),
            [.. to.Select(path => path.Spelt(Spelt(path.Address, spell)))],
            capabilities.SmtpUtf8,
            isEightBit);
    }

    // RFC 6532 §3: UTF-8 in a header field. Other octets are not covered by any RFC, and pass as they always did.
    static bool IsInternationalized(ReadOnlySpan<byte> header) => !Ascii.IsValid(header) && Utf8.IsValid(header);

    static bool ArePlain(IReadOnlyList<ForwardPath> paths)
    {
        for (var i = 0; i < paths.Count; i++)
            if (!IsPlain(paths[i].Address))
                return false;
        return true;
    }

    static bool IsPlain(string address) => !AddressParts.IsInternational(address);

    static string Lettered(string address) => AddressParts.WithUnicodeDomain(address);

    static string Plain(string address) => Ascii.IsValid(AddressParts.LocalPart(address))
        ? AddressParts.WithAsciiDomain(address)
        : throw Failed(ExitCode.Unavailable, $"the server does not support SMTPUTF8, which the address {address} needs");

    static string Spelt(string address, Func<string, string> spell)
    {
        try
        {
            return IsPlain(address) ? address : spell(address);
        }
        catch (InvalidDataException e)
        {
            throw Failed(ExitCode.DataErr, $"the address {address} cannot be sent: {e.Message}", e);
        }
    }

    static MailException Failed(ExitCode exitCode, string message, InvalidDataException? cause = null) =>
        new(exitCode, DeliveryStage.Mail, message, inner: cause);
}
