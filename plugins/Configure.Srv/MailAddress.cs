using System.Diagnostics.CodeAnalysis;
using Msmtp.Text;

namespace Msmtp.Configure.Srv;

/// <summary>A mail address as the user typed it, split into its parts.</summary>
sealed record MailAddress(string Local, string Domain)
{
    /// <summary>
    /// Splits it at the last <c>@</c>. False: a part is empty, or contains control characters, which could start another line of
    /// msmtprc.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out MailAddress? address)
    {
        var at = text.LastIndexOf('@');
        var isValid = at > 0 && at < text.Length - 1 && !text.Any(char.IsControl);
        address = isValid ? new MailAddress(text[..at], text[(at + 1)..]) : null;
        return isValid;
    }

    /// <summary>The domain in A-labels, as in the DNS (RFC 5890 §2.3.2.1).</summary>
    /// <exception cref="InvalidDataException">It is not ASCII, and cannot be a domain.</exception>
    public string DomainInDns => DomainName.ToAscii(Domain);

    public override string ToString() => $"{Local}@{Domain}";
}
