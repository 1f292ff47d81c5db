using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// The table of docs/authentication.md: a row for each mechanism and real server, a column for each way, an outcome in each cell. A test
/// reports its outcome to <see cref="Says"/>. <c>MSMTP_UPDATE_DOCS=1 dotnet run --project tests/Peers</c> writes what the tests report;
/// rows of tests that no longer exist have to be removed by hand.
/// </summary>
static class OutcomeTable
{
    const string Head = "| mechanism | server | in the clear | STARTTLS | TLS from the start |";

    /// <summary>The content of a cell that no test has reported.</summary>
    public const string Unknown = "—";

    static readonly Lock Gate = new();
    static readonly string File = Path.Combine(TestPaths.Root, "docs", "authentication.md");

    /// <summary>The mechanism and the server of each row.</summary>
    public static IReadOnlyList<(string Mechanism, string Server)> Rows
    {
        get
        {
            lock (Gate)
                return [.. Read().Rows.Select(static row => (row[0], row[1]))];
        }
    }

    /// <summary>The cells of a row.</summary>
    public static IReadOnlyList<string> Outcomes(string mechanism, string server)
    {
        lock (Gate)
            return Read().Rows.Find(row => (row[0], row[1]) == (mechanism, server))?[2..] ?? [];
    }

    /// <summary>Asserts that this is what the document says, or writes it there.</summary>
    /// <param name="mechanism">As registered: "SCRAM-SHA-256-PLUS".</param>
    /// <param name="server">The real server at the other end.</param>
    /// <param name="way">How the connection was protected.</param>
    /// <param name="outcome">What happened, in a few words: "sent; wrong password: exit 77".</param>
    public static void Says(string mechanism, string server, Way way, string outcome)
    {
        lock (Gate)
        {
            if (Environment.GetEnvironmentVariable("MSMTP_UPDATE_DOCS") == "1")
                Write(mechanism, server, way, outcome);
            var row = Read().Rows.Find(row => (row[0], row[1]) == (mechanism, server));
            Assert.Equal((mechanism, server, way, outcome), (mechanism, server, way, row?[Column(way)]));
        }
    }

    static int Column(Way way) => 2 + (int)way;

    static void Write(string mechanism, string server, Way way, string outcome)
    {
        var (before, rows, after) = Read();
        var row = rows.Find(row => (row[0], row[1]) == (mechanism, server));
        if (row is null)
            rows.Add(row = [mechanism, server, Unknown, Unknown, Unknown]);
        row[Column(way)] = outcome;
        var table = rows.OrderBy(static row => Rank(row[0])).ThenBy(static row => row[0], StringComparer.Ordinal)
            .ThenBy(static row => row[1], StringComparer.Ordinal).Select(static row => $"| {string.Join(" | ", row)} |");
        System.IO.File.WriteAllText(File, string.Join('\n', [.. before, .. table, .. after]));
    }

    // SCRAM-SHA-1-PLUS follows SCRAM-SHA-1; what is in no list comes last.
    static int Rank(string mechanism)
    {
        var rank = Logins.Mechanisms.ToList().IndexOf(mechanism.Replace("-PLUS", "", StringComparison.Ordinal));
        return rank >= 0 ? rank : int.MaxValue;
    }

    static (string[] Before, List<string[]> Rows, string[] After) Read()
    {
        var lines = System.IO.File.ReadAllText(File).Split('\n');
        var start = Array.IndexOf(lines, Head) + 2;   // After the line of dashes.
        Assert.True(start > 1, $"{File} has no line '{Head}'");
        var end = start;
        while (end < lines.Length && lines[end].StartsWith('|'))
            end++;
        return (lines[..start], [.. lines[start..end].Select(static line => line[2..^2].Split(" | "))], lines[end..]);
    }
}
