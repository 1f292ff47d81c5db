using System.Globalization;
using Msmtp.Text;

namespace Msmtp.Auth.Sasl.Bearer;

/// <summary>
/// The messages that carry an OAuth 2.0 bearer token (RFC 6750). Nothing here does I/O.
/// <code>
/// OAUTHBEARER = "n,a=" saslname "," ^A "host=" host ^A "port=" port ^A "auth=Bearer " token ^A ^A     ; RFC 7628 §3.1
/// XOAUTH2     = "user=" name ^A "auth=Bearer " token ^A ^A                                             ; Google's own
/// </code>
/// </summary>
static class BearerMessage
{
    const char Separator = '\u0001';

    /// <summary>Writes the message of OAUTHBEARER.</summary>
    /// <exception cref="InvalidDataException">A part contains a separator or NUL.</exception>
    public static byte[] WriteOAuthBearer(SaslContext context)
    {
        var user = SaslName.Escape(Checked(context.RequiredUser(), "user name"));
        var host = Checked(context.Host, "host");
        return Write(
            string.Create(CultureInfo.InvariantCulture, $"n,a={user},{Separator}host={host}{Separator}port={context.Port}{Separator}"),
            context.RequiredSecret().Reveal());
    }

    /// <summary>Writes the message of XOAUTH2.</summary>
    /// <inheritdoc cref="WriteOAuthBearer"/>
    public static byte[] WriteXOAuth2(SaslContext context) =>
        Write($"user={Checked(context.RequiredUser(), "user name")}{Separator}", context.RequiredSecret().Reveal());

    static byte[] Write(string front, ReadOnlySpan<byte> token)
    {
        if (token.ContainsAny((byte)Separator, (byte)0))
            throw new InvalidDataException("the token holds a control character");
        return [.. OctetText.Encode(front), .. "auth=Bearer "u8, .. token, (byte)Separator, (byte)Separator];
    }

    static string Checked(string part, string name) =>
        part.AsSpan().ContainsAny(Separator, '\0') ? throw new InvalidDataException($"the {name} holds a control character") : part;
}
