using System.Diagnostics.CodeAnalysis;

namespace Msmtp.Configure.Srv;

/// <summary>A mail address as the user typed it, in its two parts.</summary>
sealed record MailAddress(string Local, string Domain)
{
    /// <summary>
    /// Takes it apart at the last <c>@</c>. False: a part is empty, or there are control characters, which would end a line
    /// of msmtprc and begin another.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out MailAddress? address)
    {
        var at = text.LastIndexOf('@');
        var isValid = at > 0 && at < text.Length - 1 && !text.Any(char.IsControl);
        address = isValid ? new MailAddress(text[..at], text[(at + 1)..]) : null;
        return isValid;
    }

    /// <summary>The domain as DNS knows it (RFC 5890 §2.3.2.1).</summary>
    /// <exception cref="InvalidDataException">It is not in ASCII, and cannot be a domain.</exception>
    public string DomainInDns => DomainName.ToAscii(Domain);

    public override string ToString() => $"{Local}@{Domain}";
}
