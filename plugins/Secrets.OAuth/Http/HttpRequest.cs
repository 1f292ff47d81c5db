namespace Msmtp.Secrets.OAuth.Http;

/// <summary>A request to a provider (RFC 9110). A body makes it a POST.</summary>
/// <param name="url">Where to: https, or http on loopback (RFC 8252 §8.3).</param>
sealed class HttpRequest(Uri url)
{
    public Uri Url { get; } = url;

    public string Method => Body is null ? "GET" : "POST";

    /// <summary>The body, zeroed by its owner; null for GET.</summary>
    public Secret? Body { get; init; }

    /// <summary>The media type of the body.</summary>
    public string ContentType { get; init; } = "application/x-www-form-urlencoded";

    /// <summary>User name and password of HTTP Basic (RFC 7617), encoded as RFC 6749 §2.3.1 says; null for none.</summary>
    public Secret? BasicCredentials { get; init; }

    /// <summary>A redirect is an answer, too: that there is nothing here. Otherwise it is a failure.</summary>
    public bool MayBeRedirected { get; init; }
}
