using System.Globalization;

namespace Msmtp.Bench;

/// <summary>Another program that sends the mail on its standard input.</summary>
/// <param name="Name">Its name, which is that of its package, too.</param>
/// <param name="Arguments">Its command line, for the port of a server on 127.0.0.1 and the path of its configuration file.</param>
sealed record OtherProgram(string Name, Func<int, string, IReadOnlyList<string>> Arguments)
{
    public string Path => $"/usr/bin/{Name}";

    /// <summary>Its configuration file, for the port of a server; empty: it needs none.</summary>
    public Func<int, string> Configuration { get; init; } = static _ => "";

    /// <summary>A small sendmail over libESMTP.</summary>
    public static OtherProgram Esmtp { get; } = new("esmtp", static (_, file) => ["-C", file, "-f", "me@example.org", "you@example.net"])
    {
        Configuration = static port => string.Create(CultureInfo.InvariantCulture, $"""
            hostname = 127.0.0.1:{port}
            starttls = disabled

            """),
    };

    // RFC 5321 §2.3.8 wants CRLF: without --crlf lines are sent as they are.
    /// <summary>Not a sendmail, but scripts use it as one.</summary>
    public static OtherProgram Curl { get; } = new("curl", static (port, _) =>
    [
        "-q", "-s", "--crlf", string.Create(CultureInfo.InvariantCulture, $"smtp://127.0.0.1:{port}"),
        "--mail-from", "me@example.org", "--mail-rcpt", "you@example.net", "-T", "-",
    ]);

    public static IReadOnlyList<OtherProgram> All { get; } = [Esmtp, Curl];
}
