namespace Msmtp;

/// <summary>A server's reply (RFC 5321 §4.2): a code and one or more lines of text.</summary>
/// <param name="Code">The three-digit code, such as 250.</param>
/// <param name="Status">The enhanced status code at the beginning of the text; null if there is none.</param>
/// <param name="Lines">The text of each line after the code and its separator, including any enhanced status code; at least one line.</param>
public sealed record ServerReply(int Code, EnhancedStatus? Status, IReadOnlyList<string> Lines)
{
    /// <summary>The code is 2yz: success (RFC 5321 §4.2.1).</summary>
    public bool IsPositive => Code is >= 200 and < 300;

    /// <summary>The code is 4yz: a temporary failure (RFC 5321 §4.2.1).</summary>
    public bool IsTransient => Code is >= 400 and < 500;

    /// <summary>The lines as the server sent them, without line ends: <c>250-first</c>, <c>250 last</c>.</summary>
    public IEnumerable<string> WireLines => Lines.Select((text, index) => $"{Code:D3}{(index < Lines.Count - 1 ? '-' : ' ')}{text}");

    /// <summary>Returns the reply on one line.</summary>
    public override string ToString() => $"{Code:D3} {string.Join(" / ", Lines)}";
}

/// <summary>An enhanced status code: class, subject, detail (RFC 3463 §2), such as 5.1.1.</summary>
public readonly record struct EnhancedStatus(int Class, int Subject, int Detail)
{
    /// <summary>Returns the code as in a reply, such as 5.1.1.</summary>
    public override string ToString() => $"{Class}.{Subject}.{Detail}";
}
