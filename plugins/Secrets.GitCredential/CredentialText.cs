using System.Globalization;
using Msmtp.Text;

namespace Msmtp.Secrets.GitCredential;

/// <summary>
/// The text that git and its helpers exchange, git-credential(1) "INPUT/OUTPUT FORMAT". Nothing here does I/O.
/// <code>
/// credential = *( key "=" value LF ) [ LF ]      ; ends with the text, or an empty line: what follows is ignored
/// key        = 1*&lt;any octet but "=", LF and NUL&gt;
/// value      = *&lt;any octet but LF and NUL&gt;         ; a CR before the LF belongs to the line end
/// </code>
/// If a key comes twice, the last one counts; unknown keys are ignored. No capability is announced to helpers, so that none answers
/// with <c>authtype</c> and <c>credential</c> instead of a password.
/// </summary>
static class CredentialText
{
    /// <summary>Writes a description, with a secret or without. The caller disposes the result.</summary>
    /// <exception cref="InvalidDataException">
    /// A value contains a line break or NUL, and would change the meaning, for example to another host (CVE-2020-5260).
    /// </exception>
    public static Secret Write(CredentialContext context, Secret? password = null, CredentialAnswer? answer = null)
    {
        using var text = new CredentialWriter();
        text.Add("protocol"u8, OctetText.Encode(context.Protocol));
        text.Add("host"u8, OctetText.Encode(context.Host));
        if (context.Path is { } path)
            text.Add("path"u8, OctetText.Encode(path));
        if (context.User is { } user)
            text.Add("username"u8, OctetText.Encode(user));
        if (password is not null)
            text.Add("password"u8, password.Reveal());
        if (answer?.RefreshToken is { } token)
            text.Add("oauth_refresh_token"u8, token.Reveal());
        if (password is not null && answer?.Expiry is { } expiry)
            text.Add("password_expiry_utc"u8, OctetText.Encode(expiry.ToString(CultureInfo.InvariantCulture)));
        return text.Finish();
    }

    /// <summary>Reads an answer. The caller disposes it.</summary>
    /// <exception cref="InvalidDataException">It is malformed. The message repeats nothing of it.</exception>
    public static CredentialAnswer Read(ReadOnlySpan<byte> text)
    {
        var attributes = new CredentialAttributes();
        while (!text.IsEmpty)
        {
            var line = NextLine(ref text);
            if (line.IsEmpty)
                break;
            var equals = line.IndexOf((byte)'=');
            if (equals <= 0 || line.Contains((byte)0))
                throw new InvalidDataException("a line of its answer is not KEY=VALUE");
            attributes.Set(line[..equals], line[(equals + 1)..]);
        }
        return attributes.ToAnswer();
    }

    static ReadOnlySpan<byte> NextLine(scoped ref ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        var line = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return line is [.. var inner, (byte)'\r'] ? inner : line;
    }
}
