using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.SignIn;

/// <summary>
/// The page that a browser is shown at the end, with the head of its answer (RFC 9112 §4). It loads nothing and runs nothing. Nothing here
/// does I/O.
/// </summary>
static class Page
{
    const string Style = """
        :root{color-scheme:light dark}
        body{font:1.125rem/1.5 system-ui,sans-serif;margin:0;min-height:90vh;display:grid;place-items:center}
        main{max-width:34rem;padding:2rem;overflow-wrap:anywhere}
        h1{font-size:1.75rem;line-height:1.2;margin:0 0 .75rem}
        p{margin:.5rem 0}
        """;

    /// <summary>Somebody has signed in.</summary>
    /// <param name="user">Who; null if the provider does not say.</param>
    public static byte[] SignedIn(string? user) =>
        Answer("200 OK", "Signed in", user is null ? "You can close this window." : $"Signed in as {user}. You can close this window.");

    /// <summary>The sign-in has failed.</summary>
    /// <param name="message">Why.</param>
    /// <param name="advice">What to do about it; null for nothing.</param>
    public static byte[] Failed(string message, string? advice) =>
        Answer("200 OK", "Not signed in", Sentence(message), advice is null ? null : Sentence(advice));

    /// <summary>A request that has nothing to do with the sign-in that is under way.</summary>
    public static byte[] Foreign => Answer(
        "400 Bad Request",
        "Not this sign-in",
        "This address belongs to another sign-in, and has changed nothing.",
        "Go on with the address that msmtp has shown last.");

    public static byte[] NotFound => Answer("404 Not Found", "Not found", "There is nothing here.");

    public static byte[] NotAllowed => Answer("405 Method Not Allowed", "Not allowed", "This page can only be read.");

    public static byte[] Bad => Answer("400 Bad Request", "Bad request", "That was not understood.");

    static byte[] Answer(string status, string title, params ReadOnlySpan<string?> lines)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Append("<title>").Append(Escaped(title)).Append(" - msmtp</title>\n");
        page.Append("<style>").Append(Style).Append("</style>\n</head>\n<body>\n<main>\n");
        page.Append("<h1>").Append(Escaped(title)).Append("</h1>\n");
        foreach (var line in lines)
            if (line is not null)
                page.Append("<p>").Append(Escaped(line)).Append("</p>\n");
        page.Append("</main>\n</body>\n</html>\n");
        return [.. Head(status, Encoding.UTF8.GetByteCount(page.ToString())), .. Encoding.UTF8.GetBytes(page.ToString())];
    }

    // The address of the page has the code in it: nobody is told it (Referrer-Policy), and nothing is kept (RFC 9700 §4.2.4).
    static byte[] Head(string status, int length) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        HTTP/1.1 {status}
        Content-Type: text/html; charset=utf-8
        Content-Length: {length}
        Content-Security-Policy: default-src 'none'; style-src 'sha256-{Hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
        X-Content-Type-Options: nosniff
        Referrer-Policy: no-referrer
        Cache-Control: no-store
        Allow: GET
        Connection: close


        """).ReplaceLineEndings("\r\n"));

    static string Hash => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    // Messages for a terminal begin with a small letter. So do addresses, which stay as they are.
    static string Sentence(string message)
    {
        var word = message.AsSpan(0, Math.Max(message.IndexOf(' ', StringComparison.Ordinal), 0));
        return word.IsEmpty || word.ContainsAnyExceptInRange('a', 'z') ? message : char.ToUpperInvariant(message[0]) + message[1..];
    }

    static string Escaped(string text) => WebUtility.HtmlEncode(PrintableText.Text(text));
}
