using System.Text;

namespace Msmtp.Secrets.OAuth.SignIn;

/// <summary>
/// The head of a browser's request (RFC 9112 §2.1), as far as a server needs it that has one page. Nothing here does I/O.
/// <code>
/// head         = request-line *( field CRLF ) CRLF
/// request-line = method SP path [ "?" query ] SP "HTTP/1." DIGIT CRLF
/// </code>
/// </summary>
sealed class BrowserRequest
{
    /// <summary>The longest head: a response has a few kilobytes at most, and browsers send the cookies of other ports.</summary>
    public const int LongestHead = 32 << 10;

    public required string Method { get; init; }

    public required string Path { get; init; }

    /// <summary>What follows the question mark; empty if there is none.</summary>
    public required string Query { get; init; }

    /// <summary>The server that the browser believes to talk to, with its port; null if it does not say, or says it twice.</summary>
    public string? Host { get; init; }

    /// <summary>Reads a head. Null: it is not whole yet.</summary>
    /// <exception cref="InvalidDataException">It is not HTTP, or too long.</exception>
    public static BrowserRequest? Read(ReadOnlySpan<byte> octets)
    {
        // TLS, for instance: a browser that prefers https waits for an answer to its first octets.
        if (!octets.IsEmpty && !char.IsAsciiLetterUpper((char)octets[0]))
            throw new InvalidDataException("it is not HTTP");
        var end = octets.IndexOf("\r\n\r\n"u8);
        if (end >= 0)
            return ReadLines(Encoding.Latin1.GetString(octets[..end]).Split("\r\n"));
        return octets.Length < LongestHead ? null : throw new InvalidDataException("its head is too long");
    }

    /// <summary>Whether it is meant for this machine. One from a page whose name leads here (DNS rebinding) has that name in it.</summary>
    public bool IsFor(int port) =>
        Host is not null && (Is($"127.0.0.1:{port}") || Is($"localhost:{port}"));

    bool Is(string host) => string.Equals(Host, host, StringComparison.OrdinalIgnoreCase);

    static BrowserRequest ReadLines(string[] lines)
    {
        if (lines[0].Split(' ') is not [var method, ['/', ..] target, ['H', 'T', 'T', 'P', '/', '1', '.', >= '0' and <= '9']])
            throw new InvalidDataException("it is not HTTP");
        var question = target.IndexOf('?', StringComparison.Ordinal);
        return new BrowserRequest
        {
            Method = method,
            Path = question < 0 ? target : target[..question],
            Query = question < 0 ? "" : target[(question + 1)..],
            Host = HostOf(lines),
        };
    }

    // RFC 9112 §3.2: exactly one.
    static string? HostOf(string[] lines)
    {
        string? host = null;
        for (var i = 1; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("Host:", StringComparison.OrdinalIgnoreCase))
                continue;
            if (host is not null)
                return null;
            host = lines[i]["Host:".Length..].Trim(' ', '\t');
        }
        return host;
    }
}
