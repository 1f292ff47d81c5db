namespace Msmtp.Cli;

/// <summary><c>-V</c>, sendmail's name for a mail in the notifications about it (RFC 3461 §4.4). Nothing here does I/O.</summary>
static class EnvelopeIdOption
{
    public const string Allowed = "-V takes printable ASCII, at most 100 octets as xtext";

    /// <summary>The value of ENVID for an argument; null: it cannot be one.</summary>
    public static string? Read(string argument)
    {
        foreach (var character in argument)
            if (character is < ' ' or > '~')
                return null;
        var encoded = Xtext.Encode(argument);
        return SmtpEnvelope.IsId(encoded) ? encoded : null;
    }
}
