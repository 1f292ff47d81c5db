using System.Globalization;

namespace Msmtp.Transport.Smtp;

/// <summary>
/// A server's capabilities, from its reply to EHLO or LHLO (RFC 5321 §4.1.1.1). Keywords are recognised as in msmtp: ignoring case, at
/// the start of every line, including the first.
/// </summary>
sealed record Capabilities
{
    /// <summary>Unknown, or the server only understood HELO.</summary>
    public static Capabilities None { get; } = new();

    /// <summary>RFC 3207.</summary>
    public bool StartTls { get; init; }

    /// <summary>RFC 3461.</summary>
    public bool Dsn { get; init; }

    /// <summary>XKEY, of this program's own servers: a mail may have a key under which it is accepted once only.</summary>
    public bool Keys { get; init; }

    /// <summary>RFC 2920.</summary>
    public bool Pipelining { get; init; }

    /// <summary>8BITMIME, RFC 6152.</summary>
    public bool EightBitMime { get; init; }

    /// <summary>RFC 6531.</summary>
    public bool SmtpUtf8 { get; init; }

    /// <summary>RFC 1985.</summary>
    public bool Etrn { get; init; }

    /// <summary>The largest message in octets, 0 for any (RFC 1870 §4); null: it is not announced.</summary>
    public long? Size { get; init; }

    /// <summary>RFC 4954 §3: there is an AUTH line, even if without a mechanism.</summary>
    public bool Auth { get; init; }

    /// <summary>The SASL mechanisms of all AUTH lines, upper case, each once.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = [];

    /// <summary>Reads the reply.</summary>
    public static Capabilities Parse(ServerReply reply)
    {
        var found = None;
        foreach (var line in reply.Lines)
            found = found.With(line);
        return found;
    }

    Capabilities With(string line) => line switch
    {
        _ when Starts(line, "STARTTLS") => this with { StartTls = true },
        _ when Starts(line, "DSN") => this with { Dsn = true },
        _ when line.Equals("XKEY", StringComparison.OrdinalIgnoreCase) => this with { Keys = true },
        _ when Starts(line, "PIPELINING") => this with { Pipelining = true },
        _ when line.Equals("8BITMIME", StringComparison.OrdinalIgnoreCase) => this with { EightBitMime = true },
        _ when Starts(line, "SMTPUTF8") => this with { SmtpUtf8 = true },
        _ when Starts(line, "ETRN") => this with { Etrn = true },
        _ when Starts(line, "SIZE ") => this with { Size = SizeIn(line[5..]) ?? Size },
        // Servers that support very old clients still send the old form with "=".
        _ when Starts(line, "AUTH ") || Starts(line, "AUTH=") => this with
        {
            Auth = true,
            Mechanisms = [.. Mechanisms.Union(NamesIn(line[5..]))],
        },
        _ => this,
    };

    static bool Starts(string line, string keyword) => line.StartsWith(keyword, StringComparison.OrdinalIgnoreCase);

    static long? SizeIn(string argument)
    {
        const NumberStyles style = NumberStyles.AllowLeadingWhite | NumberStyles.AllowLeadingSign;
        return long.TryParse(argument, style, CultureInfo.InvariantCulture, out var size) && size >= 0 ? size : null;
    }

    static IEnumerable<string> NamesIn(string argument) =>
        argument.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static name => name.ToUpperInvariant());
}
