using System.Globalization;

namespace Msmtp.Server;

/// <summary>Which parameters MAIL and RCPT may have, given what the server offers. Nothing here does I/O.</summary>
static class MailParameterRules
{
    // RFC 3461 §4.4 and §4.2.
    const int LongestId = 100;
    const int LongestOriginal = 500;

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
            ?? rcpt.Parameters.Select(parameter => RefuseRcptParameter(parameter, isUtf8, options)).OfType<SmtpReply>().FirstOrDefault();

    // RFC 6531 §3.3: non-ASCII characters only in a mail that announced SMTPUTF8.
    static SmtpReply? RefuseCharacters(string address, bool isUtf8) =>
        isUtf8 || address.All(char.IsAscii) ? null : Replies.AddressNotAscii;

    static SmtpReply? RefuseMailParameter(MailParameter parameter, SmtpServerOptions options) => parameter.Keyword switch
    {
        "SIZE" when options.Offers(SmtpExtensions.Size) => RefuseSize(parameter.Value, options.MaxMessageSize),
        "BODY" when options.Offers(SmtpExtensions.EightBitMime) => Require(IsAnyOf(parameter.Value, "7BIT", "8BITMIME")),
        "SMTPUTF8" when options.Offers(SmtpExtensions.SmtpUtf8) => Require(parameter.Value is null),
        "RET" when options.Offers(SmtpExtensions.Dsn) => Require(IsAnyOf(parameter.Value, "FULL", "HDRS")),
        "ENVID" when options.Offers(SmtpExtensions.Dsn) => Require(parameter.Value is { Length: <= LongestId } id && Xtext.IsPrintable(id)),
        "AUTH" when options.CredentialsCheck is not null => Require(parameter.Value is not null), // RFC 4954 §5; not trusted
        _ when options.PrivateParameters.Contains(parameter.Keyword) => Require(parameter.Value is not null && Xtext.IsValid(parameter.Value)),
        _ => Replies.UnknownParameter,
    };

    static SmtpReply? RefuseRcptParameter(MailParameter parameter, bool isUtf8, SmtpServerOptions options) => parameter.Keyword switch
    {
        "NOTIFY" when options.Offers(SmtpExtensions.Dsn) => Require(IsNotify(parameter.Value)),
        "ORCPT" when options.Offers(SmtpExtensions.Dsn) => Require(parameter.Value is not null && IsOriginal(parameter.Value, isUtf8)),
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

    // RFC 3461 §4.1: NEVER on its own, or any of the others, each once.
    static bool IsNotify(string? value)
    {
        if (value is null || IsAnyOf(value, "NEVER"))
            return value is not null;
        var words = value.ToUpperInvariant().Split(',');
        return words.All(static word => word is "SUCCESS" or "FAILURE" or "DELAY") && words.Distinct().Count() == words.Length;
    }

    // RFC 3461 §4.2: a type and an address. RFC 6533 §3: letters of other scripts, in a mail that announced SMTPUTF8 and an address of that type.
    static bool IsOriginal(string value, bool isUtf8)
    {
        var end = value.IndexOf(';', StringComparison.Ordinal);
        if (end <= 0 || end + 1 == value.Length || value.Length > LongestOriginal)
            return false;
        var type = value.AsSpan(0, end);
        var address = value[(end + 1)..];
        if (isUtf8 && type.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            address = new string([.. address.Where(char.IsAscii)]);
        return type.IndexOfAnyExcept(PathReader.LetDigHyphen) < 0 && Xtext.IsPrintable(address);
    }

    static bool IsAnyOf(string? value, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
            if (string.Equals(value, word, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    static SmtpReply? Require(bool condition) => condition ? null : Replies.WrongParameter;
}
