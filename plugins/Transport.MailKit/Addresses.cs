using MimeKit;

namespace Msmtp.Transport.MailKit;

/// <summary>An envelope in MailKit's terms. Addresses that MailKit would change are refused. Nothing here does I/O.</summary>
/// <param name="From">The reverse-path.</param>
/// <param name="To">The forward-paths, in the mail's order.</param>
sealed record Addresses(MailboxAddress From, IReadOnlyList<MailboxAddress> To)
{
    /// <param name="envelope">The mail's.</param>
    /// <param name="canUtf8">Whether the server offers SMTPUTF8 (RFC 6531).</param>
    /// <exception cref="MailException">An address cannot be sent as it is.</exception>
    public static Addresses Of(SmtpEnvelope envelope, bool canUtf8)
    {
        var different = envelope.To.GroupBy(static path => path.Address, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(static same => same.Select(static path => path.Address).Distinct().Count() > 1);
        // RFC 5321 §2.4: local parts are case-sensitive. MailKit's client would send only one of the two.
        if (different is not null)
        {
            var names = string.Join(" and ", different.Select(static path => path.Address).Distinct());
            throw Refused($"transport mailkit cannot send to {names} at once");
        }
        return new Addresses(Mailbox(envelope.From.Address, canUtf8), [.. envelope.To.Select(path => Mailbox(path.Address, canUtf8))]);
    }

    static MailboxAddress Mailbox(string address, bool canUtf8)
    {
        if (!canUtf8 && AddressParts.IsInternational(AddressParts.LocalPart(address)))
            throw new MailException(
                ExitCode.Unavailable, DeliveryStage.Mail, $"the server does not support SMTPUTF8, which the address {address} needs");
        try
        {
            var mailbox = new MailboxAddress(null, address);
            return mailbox.Address == address ? mailbox : throw AsItIs(address);
        }
        catch (ParseException)
        {
            throw AsItIs(address);
        }
    }

    static MailException AsItIs(string address) => Refused($"transport mailkit cannot send the address {address} as it is");

    static MailException Refused(string message) => new(ExitCode.DataErr, DeliveryStage.Mail, message);
}
