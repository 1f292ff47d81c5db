using System.Text;

namespace Msmtp.Transport.Smtp.Tests;

/// <summary>
/// A line of a transcript: <c>C: </c> the client, <c>S: </c> the server, or what the server does instead of speaking:
/// <c>S hangs up</c>, <c>S is late</c>, <c>S is silent</c>, <c>S breaks the pipe</c>.
/// </summary>
sealed record ScriptLine(Speaker Speaker, string Text)
{
    public byte[] Octets => Encoding.Latin1.GetBytes(Text + "\r\n");

    public static IReadOnlyList<ScriptLine> Parse(string script) =>
        [.. script.Replace("\r\n", "\n").Split('\n').Where(static line => line.Length > 0).Select(ParseLine)];

    static ScriptLine ParseLine(string line) => line switch
    {
        "C:" => new(Speaker.Client, ""),
        _ when line.StartsWith("C: ", StringComparison.Ordinal) => new(Speaker.Client, line[3..]),
        _ when line.StartsWith("S: ", StringComparison.Ordinal) => new(Speaker.Server, line[3..]),
        "S hangs up" => new(Speaker.HungUp, ""),
        "S is late" => new(Speaker.Late, ""),
        "S is silent" => new(Speaker.Silent, ""),
        "S breaks the pipe" => new(Speaker.BrokenPipe, ""),
        _ => throw new ArgumentException($"not a line of a transcript: {line}"),
    };
}

/// <summary>Whose turn it is.</summary>
enum Speaker
{
    Client,
    Server,
    HungUp,
    Late,
    Silent,
    BrokenPipe,
}
