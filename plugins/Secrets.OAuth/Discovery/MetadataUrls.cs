namespace Msmtp.Secrets.OAuth.Discovery;

/// <summary>Where an issuer's metadata is. Nothing here does I/O.</summary>
static class MetadataUrls
{
    /// <summary>The places, in the order in which they are tried.</summary>
    public static Uri[] Of(string issuer)
    {
        var url = new Uri(issuer);
        var origin = url.GetLeftPart(UriPartial.Authority);
        var path = url.AbsolutePath.TrimEnd('/');
        return
        [
            // OpenID Connect Discovery §4: behind the issuer's path.
            new Uri($"{origin}{path}/.well-known/openid-configuration"),
            // RFC 8414 §3.1: between host and path.
            new Uri($"{origin}/.well-known/oauth-authorization-server{path}"),
        ];
    }
}
