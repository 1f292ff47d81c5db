using Msmtp.Text;

namespace Msmtp.Auth.Sasl.Digest;

/// <summary>
/// The client's message (RFC 2831 §2.1.2): authentication only, no security layer, no authorization identity. Pure.
/// </summary>
/// <param name="Challenge">The challenge it answers.</param>
/// <param name="ClientNonce">The client's nonce.</param>
/// <param name="Uri">The service and the host: <c>smtp/mail.example.org</c>.</param>
sealed record DigestResponse(DigestChallenge Challenge, string ClientNonce, string Uri)
{
    /// <summary>The nonce is used only once.</summary>
    public const string NonceCount = "00000001";

    /// <summary>Writes the message.</summary>
    /// <param name="user">The user name.</param>
    /// <param name="proof">The value of response.</param>
    public byte[] Write(string user, string proof)
    {
        // RFC 2831 §2.1.2, charset: without it names are ISO 8859-1.
        var name = Challenge.IsUtf8 ? user : OctetText.Decode(Latin1.Encode(OctetText.Encode(user)));
        var realm = Challenge.Realm is null ? "" : $"realm={Quoted(Challenge.Realm)},";
        var charset = Challenge.IsUtf8 ? ",charset=utf-8" : "";
        return OctetText.Encode(
            $"username={Quoted(name)},{realm}nonce={Quoted(Challenge.Nonce)},cnonce={Quoted(ClientNonce)},nc={NonceCount},qop=auth,"
            + $"digest-uri={Quoted(Uri)},response={proof}{charset}");
    }

    // RFC 2831 §7.1, quoted-string.
    static string Quoted(string value) =>
        '"' + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';
}
