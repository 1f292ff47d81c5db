using System.Globalization;

namespace Msmtp.Server;

/// <summary>Which parameters MAIL and RCPT may have, given what the server offers. Nothing here does I/O.</summary>
static class MailParameterRules
{
    /// <summary>The reply that refuses a MAIL command; null: it is acceptable.</summary>
    public static SmtpReply? RefuseMail(PathArgument mail, SmtpServerOptions options)
    {
        var isUtf8 = options.Offers(SmtpExtensions.SmtpUtf8) && mail.Parameters.Contains(new MailParameter("SMTPUTF8", null));
        return RefuseCharacters(mail.Address, isUtf8)
            ?? mail.Parameters.Select(parameter => RefuseMailParameter(parameter, options)).OfType<SmtpReply>().FirstOrDefault();
    }

    /// <summary>The reply that refuses a RCPT command; null: it is acceptable.</summary>
    public static SmtpReply? RefuseRcpt(PathArgument rcpt, bool isUtf8, SmtpServerOptions options) =>
        RefuseCharacters(rcpt.Address, isUtf8)
            ?? rcpt.Parameters.Select(parameter => RefuseRcptParameter(parameter, options)).OfType<SmtpReply>().FirstOrDefault();

    // RFC 6531 §3.3: non-ASCII characters only in a mail that announced SMTPUTF8.
    static SmtpReply? RefuseCharacters(string address, bool isUtf8) =>
        isUtf8 || address.All(char.IsAscii) ? null : Replies.AddressNotAscii;

    static SmtpReply? RefuseMailParameter(MailParameter parameter, SmtpServerOptions options) => parameter.Keyword switch
    {
        "SIZE" when options.Offers(SmtpExtensions.Size) => RefuseSize(parameter.Value, options.MaxMessageSize),
        "BODY" when options.Offers(SmtpExtensions.EightBitMime) => Require(IsAnyOf(parameter.Value, "7BIT", "8BITMIME")),
        "SMTPUTF8" when options.Offers(SmtpExtensions.SmtpUtf8) => Require(parameter.Value is null),
        "RET" when options.Offers(SmtpExtensions.Dsn) => Require(IsAnyOf(parameter.Value, "FULL", "HDRS")),
        "ENVID" when options.Offers(SmtpExtensions.Dsn) => Require(parameter.Value is { Length: <= 100 }), // RFC 3461 §4.4
        "AUTH" when options.CredentialsCheck is not null => Require(parameter.Value is not null), // RFC 4954 §5; not trusted
        _ => Replies.UnknownParameter,
    };

    static SmtpReply? RefuseRcptParameter(MailParameter parameter, SmtpServerOptions options) => parameter.Keyword switch
    {
        "NOTIFY" when options.Offers(SmtpExtensions.Dsn) => Require(IsNotify(parameter.Value)),
        "ORCPT" when options.Offers(SmtpExtensions.Dsn) => Require(parameter.Value?.Contains(';', StringComparison.Ordinal) == true),
        _ => Replies.UnknownParameter,
    };

    // RFC 1870 §4: 1*20DIGIT. A number that does not fit into 64 bits is still a size.
    static SmtpReply? RefuseSize(string? value, long limit)
    {
        if (value is not { Length: > 0 and <= 20 } || !value.All(char.IsAsciiDigit))
            return Replies.WrongParameter;
        var fits = ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size <= (ulong)limit;
        return fits ? null : Replies.MessageTooLarge;
    }

    // RFC 3461 §4.1: NEVER on its own, or any of the others.
    static bool IsNotify(string? value) =>
        IsAnyOf(value, "NEVER") || (value is not null && value.Split(',').All(static word => IsAnyOf(word, "SUCCESS", "FAILURE", "DELAY")));

    static bool IsAnyOf(string? value, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
            if (string.Equals(value, word, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    static SmtpReply? Require(bool condition) => condition ? null : Replies.WrongParameter;
}
