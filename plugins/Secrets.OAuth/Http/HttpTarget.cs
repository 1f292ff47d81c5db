using System.Globalization;
using System.Net;
using System.Text;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Http;

/// <summary>Where a request goes, and how its URL is written in it (RFC 9112 §3.2, RFC 9110 §7.2). Nothing here does I/O.</summary>
sealed class HttpTarget
{
    HttpTarget(Uri url)
    {
        Host = url.DnsSafeHost;
        Port = url.Port;
        IsClear = url.Scheme == Uri.UriSchemeHttp;
        var name = Literal(DomainName.ToAscii(Host));
        HostField = Visible(url.IsDefaultPort ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{Port}"));
        PathAndQuery = Visible(url.PathAndQuery);
        Url = Shown(url);
    }

    /// <summary>The host in any script, or its address without brackets.</summary>
    public string Host { get; }

    public int Port { get; }

    /// <summary>Without TLS, which only this machine itself may be talked to.</summary>
    public bool IsClear { get; }

    /// <summary>The value of the field <c>Host</c>.</summary>
    public string HostField { get; }

    /// <summary>The request-target, in origin-form.</summary>
    public string PathAndQuery { get; }

    /// <summary>For messages: the URL without its query.</summary>
    public string Url { get; }

    /// <summary>The host, for messages.</summary>
    public string Name => PrintableText.Text(Host);

    /// <exception cref="InvalidDataException">No request may go there; the message says why.</exception>
    public static HttpTarget Of(Uri url)
    {
        if (!url.IsAbsoluteUri || url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp || url.DnsSafeHost.Length == 0)
            throw new InvalidDataException($"{PrintableText.Text(WithoutQuery(url))} is not an https URL");
        // RFC 9110 §4.2.4.
        if (url.UserInfo.Length > 0)
            throw new InvalidDataException($"{Shown(url)} must be written without a user name or password");
        if (url.Scheme == Uri.UriSchemeHttp && !IsLoopback(url))
            throw new InvalidDataException($"{Shown(url)} must be an https URL: http is allowed for this machine itself only (127.0.0.1)");
        return new HttpTarget(url);
    }

    /// <summary>Whether a request may go there.</summary>
    public static bool IsAllowed(Uri url) =>
        url is { IsAbsoluteUri: true, UserInfo.Length: 0, Host.Length: > 0 }
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp && IsLoopback(url));

    // RFC 8252 §8.3: what is sent in the clear must not leave the machine.
    static bool IsLoopback(Uri url) =>
        url.Host == "localhost" || IPAddress.TryParse(url.DnsSafeHost, out var address) && IPAddress.IsLoopback(address);

    // RFC 6874 §1: a zone means something to this machine only.
    static string Literal(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host.Split('%')[0]}]" : host;

    static string Shown(Uri url)
    {
        var port = url.IsDefaultPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{url.Port}");
        return PrintableText.Text($"{url.Scheme}://{url.Host}{port}{url.AbsolutePath}");
    }

    static string WithoutQuery(Uri url) => url.OriginalString.Split('?', '#')[0];

    static string Visible(string text) => Ascii.IsValid(text) && !text.AsSpan().ContainsAnyExceptInRange('!', '~')
        ? text
        : throw new InvalidDataException($"{PrintableText.Text(text)} cannot be part of a request");
}
