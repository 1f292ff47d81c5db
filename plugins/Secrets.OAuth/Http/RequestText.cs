using System.Buffers.Text;
using System.Globalization;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Http;

/// <summary>
/// Writes a request (RFC 9112 §3) as octets, of which none is ever text. Nothing here does I/O.
/// <code>
/// request = method SP request-target SP "HTTP/1.1" CRLF *( field-name ":" SP value CRLF ) CRLF [ body ]
/// </code>
/// </summary>
static class RequestText
{
    /// <summary>The caller disposes the result.</summary>
    public static SecretBuffer Write(HttpRequest request, HttpTarget target)
    {
        var text = new SecretBuffer();
        Add(text, $"{request.Method} {target.PathAndQuery} HTTP/1.1\r\n");
        Add(text, $"Host: {target.HostField}\r\n");
        text.Add("User-Agent: msmtp\r\nAccept: application/json\r\nAccept-Encoding: identity\r\nConnection: close\r\n"u8);
        if (request.BasicCredentials is { } credentials)
            AddAuthorization(text, credentials);
        if (request.Body is { } body)
            AddBody(text, request.ContentType, body);
        else
            text.Add("\r\n"u8);
        return text;
    }

    // RFC 7617 §2.
    static void AddAuthorization(SecretBuffer text, Secret credentials)
    {
        text.Add("Authorization: Basic "u8);
        var length = Base64.GetMaxEncodedToUtf8Length(credentials.Reveal().Length);
        Base64.EncodeToUtf8(credentials.Reveal(), text.Reserve(length).Span, out _, out var written);
        text.Advance(written);
        text.Add("\r\n"u8);
    }

    static void AddBody(SecretBuffer text, string contentType, Secret body)
    {
        Add(text, $"Content-Type: {contentType}\r\n");
        Add(text, string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Reveal().Length}\r\n\r\n"));
        text.Add(body.Reveal());
    }

    static void Add(SecretBuffer text, string line) => text.Add(OctetText.Encode(line));
}
