using Msmtp.Text;

namespace Msmtp.Auth.Gssapi;

/// <summary>
/// The negotiation of a security layer once the context is established (RFC 4752 §3.1). Pure.
/// <code>
/// offer  = OCTET layers, 3OCTET size                  ; bit 1: none, bit 2: integrity, bit 4: confidentiality
/// choice = OCTET layer,  3OCTET size, authzid         ; size is 0 where there is no layer
/// </code>
/// </summary>
static class SecurityLayers
{
    const int OfferLength = 4;
    const byte None = 1;

    /// <summary>Throws <see cref="GssapiException"/> unless the server accepts no layer: TLS does that job.</summary>
    public static void Check(ReadOnlySpan<byte> offer)
    {
        if (offer.Length != OfferLength)
            throw new GssapiException("the server's offer of security layers is malformed");
        if ((offer[0] & None) == 0)
            throw new GssapiException("the server demands a security layer, which mail has in TLS");
    }

    /// <summary>No layer, and the authorization identity: the server's own choice if <paramref name="user"/> is null.</summary>
    public static byte[] Choice(string? user) => [None, 0, 0, 0, .. OctetText.Encode(user ?? "")];
}
