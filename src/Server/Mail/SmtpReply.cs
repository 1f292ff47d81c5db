using System.Buffers;

namespace Msmtp.Server;

/// <summary>A reply (RFC 5321 §4.2): a code, possibly an enhanced status code (RFC 2034), and one or more lines of text.</summary>
public sealed record SmtpReply
{
    static readonly SearchValues<char> LineBreakers = SearchValues.Create("\r\n\0");

    /// <summary>Creates a reply.</summary>
    /// <param name="code">Three digits, 200 to 599.</param>
    /// <param name="status">The enhanced status code, such as "5.1.1"; null for replies that have none (greeting, EHLO, 3yz).</param>
    /// <param name="lines">The text, at least one line.</param>
    /// <exception cref="ArgumentException">The code is out of range, there is no line, or a line contains CR, LF or NUL.</exception>
    public SmtpReply(int code, string? status, params IReadOnlyList<string> lines)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(code, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code, 599);
        ArgumentNullException.ThrowIfNull(lines);
        if (lines.Count == 0 || lines.Any(static line => line.AsSpan().ContainsAny(LineBreakers)))
            throw new ArgumentException("a reply needs text, and its lines contain no CR, LF or NUL", nameof(lines));
        (Code, Status, Lines) = (code, status, lines);
    }

    /// <summary>The reply code.</summary>
    public int Code { get; }

    /// <summary>The enhanced status code; null: there is none.</summary>
    public string? Status { get; }

    /// <summary>The text, without code, status and line ends.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>Whether this is a 2yz reply.</summary>
    public bool IsPositive => Code < 300;

    /// <summary>"250 2.0.0 ok", "550 5.1.1 no such user": the first line, for people.</summary>
    public override string ToString() => Status is null ? $"{Code} {Lines[0]}" : $"{Code} {Status} {Lines[0]}";
}
