namespace Msmtp;

/// <summary>A server's reply (RFC 5321 §4.2): one code, one line or several.</summary>
/// <param name="Code">Three digits: 250, 550, ...</param>
/// <param name="Status">The enhanced status code in front of the first line's text; null: there is none.</param>
/// <param name="Lines">
/// The text of each line behind the code and its separator, at least one; an enhanced status code is part of it.
/// </param>
public sealed record ServerReply(int Code, EnhancedStatus? Status, IReadOnlyList<string> Lines)
{
    /// <summary>2yz: done (RFC 5321 §4.2.1).</summary>
    public bool IsPositive => Code is >= 200 and < 300;

    /// <summary>4yz: may work later (RFC 5321 §4.2.1).</summary>
    public bool IsTransient => Code is >= 400 and < 500;

    /// <summary>The lines as the server sent them, without their ends: <c>250-first</c>, <c>250 last</c>.</summary>
    public IEnumerable<string> WireLines => Lines.Select((text, index) => $"{Code:D3}{(index < Lines.Count - 1 ? '-' : ' ')}{text}");

    /// <summary>The reply on one line.</summary>
    public override string ToString() => $"{Code:D3} {string.Join(" / ", Lines)}";
}

/// <summary>An enhanced status code: class, subject, detail (RFC 3463 §2), such as 5.1.1.</summary>
public readonly record struct EnhancedStatus(int Class, int Subject, int Detail)
{
    /// <summary>The code as it stands in a reply.</summary>
    public override string ToString() => $"{Class}.{Subject}.{Detail}";
}
