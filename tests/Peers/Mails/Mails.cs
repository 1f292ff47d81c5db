using System.Text;

namespace Msmtp.Peers;

/// <summary>Mails that a mailer might damage, by what is nasty about them.</summary>
static class Mails
{
    // Complete, so that no one on the way has a reason to add a field.
    const string Header = """
        Date: Thu, 01 Jan 2026 00:00:00 +0000
        From: Sender <sender@localhost>
        To: undisclosed-recipients:;
        Message-ID: <1@localhost>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit
        Subject: =?utf-8?q?=C3=A9?= folded
         and folded again


        """;

    static readonly Dictionary<string, byte[]> Nasty = new()
    {
        ["leading dots"] = Mail(".\n..\n. .\n.x\n\n.\n...\n"),
        ["a dot at the end"] = Mail("body\n."),
        ["a line of 998 octets"] = Mail(Line(998) + "end\n"),
        ["a line of 998 octets that begins with a dot"] = Mail("." + Line(997) + "end\n"),
        ["a line of 2047 octets"] = Mail(Line(2047) + "end\n"),
        ["a line of 100000 octets"] = Mail(Line(100_000) + "end\n"),
        ["every octet but CR, LF and NUL"] = [.. Mail(""), .. EveryOctet(), .. "\n"u8],
        ["UTF-8 in header and body"] = Encoding.UTF8.GetBytes("Comments: grüße\n\t日本\n" + Header + "grüße 日本 🙂\n"),
        ["no final newline"] = Mail("body\nlast line"),
        ["CR LF line ends"] = Encoding.ASCII.GetBytes((Header + "one\n\n.two\n").ReplaceLineEndings("\r\n")),
        ["mixed line ends"] = Mail("one\r\ntwo\n\r\n\n.three\r\n"),
        ["blank lines and trailing blanks"] = Mail("\n\n \n\t\ntext \t\n\n\n"),
        ["what looks like a header or an mbox"] = Mail("From sender Thu Jan  1 00:00:00 2026\nBcc: bob@localhost\nFrom: x\n\n>From y\n"),
        ["an empty body"] = Mail(""),
        ["a body of 1 MB"] = Mail(Megabyte()),
    };

    /// <summary>The names of all mails.</summary>
    public static IReadOnlyCollection<string> Names => Nasty.Keys;

    /// <summary>A mail with nothing nasty in it.</summary>
    public static byte[] Ordinary { get; } = Mail("body\n");

    /// <summary>The mail of that name.</summary>
    public static byte[] Named(string name) => Nasty[name];

    /// <summary>A complete header and this body, one octet per character.</summary>
    public static byte[] Mail(string body) => Encoding.Latin1.GetBytes(Header + body);

    /// <summary>What has to arrive: the same lines with LF line ends, including the last one (RFC 5321 §4.1.1.4).</summary>
    public static byte[] Stored(byte[] mail)
    {
        var text = Encoding.Latin1.GetString(mail).Replace("\r\n", "\n", StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(text.EndsWith('\n') ? text : text + "\n");
    }

    static string Line(int length) => new string('x', length) + "\n";

    static IEnumerable<byte> EveryOctet() =>
        Enumerable.Range(1, 255).Where(static octet => octet is not ('\r' or '\n')).Select(static octet => (byte)octet);

    // Lines of every length up to 997, so that dots and line ends hit every edge of a buffer.
    static string Megabyte()
    {
        var body = new StringBuilder();
        for (var number = 0; body.Length < 1_000_000; number++)
            body.Append('.', number % 3).Append('x', number * 7 % 996).Append('\n');
        return body.ToString();
    }
}
