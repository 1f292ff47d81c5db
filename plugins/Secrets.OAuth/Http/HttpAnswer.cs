namespace Msmtp.Secrets.OAuth.Http;

/// <summary>A provider's answer. It may contain tokens: disposing it zeroes the body.</summary>
sealed class HttpAnswer(int status, byte[] body) : IDisposable
{
    public int Status { get; } = status;

    public ReadOnlyMemory<byte> Body => body;

    /// <summary>How long the server asks to wait (RFC 9110 §10.2.3); null if it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Overwrites a text of the request wherever the server repeats it.</summary>
    public void Blank(ReadOnlySpan<byte> text)
    {
        for (var rest = body.AsSpan(); rest.IndexOf(text) is >= 0 and var at; rest = rest[(at + text.Length)..])
            rest.Slice(at, text.Length).Fill((byte)'*');
    }

    public void Dispose() => System.Security.Cryptography.CryptographicOperations.ZeroMemory(body);
}
