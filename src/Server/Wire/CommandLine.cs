using System.Text;
using System.Text.Unicode;

namespace Msmtp.Server;

/// <summary>A command (RFC 5321 §4.1.1): a verb, and what follows the space after it.</summary>
readonly record struct CommandLine(Verb Verb, string Argument)
{
    /// <summary>Reads a line without its CR LF; false: this cannot be a command.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out CommandLine command)
    {
        command = default;
        if (line.IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0 || line.Contains((byte)0x7F) || !Utf8.IsValid(line))
            return false;
        line = line.TrimEnd((byte)' '); // RFC 5321 §4.1.1: tolerate trailing white space.
        var blank = line.IndexOf((byte)' ');
        var verb = blank < 0 ? line : line[..blank];
        var argument = blank < 0 ? default : line[(blank + 1)..];
        command = new CommandLine(VerbOf(Encoding.UTF8.GetString(verb)), Encoding.UTF8.GetString(argument));
        return verb.Length > 0;
    }

    // RFC 5321 §2.4: verbs are case-insensitive.
    static Verb VerbOf(string word) => word.ToUpperInvariant() switch
    {
        "EHLO" => Verb.Ehlo,
        "HELO" => Verb.Helo,
        "LHLO" => Verb.Lhlo,
        "STARTTLS" => Verb.StartTls,
        "AUTH" => Verb.Auth,
        "MAIL" => Verb.Mail,
        "RCPT" => Verb.Rcpt,
        "DATA" => Verb.Data,
        "BDAT" => Verb.Bdat,
        "RSET" => Verb.Rset,
        "NOOP" => Verb.Noop,
        "VRFY" => Verb.Vrfy,
        "EXPN" => Verb.Expn,
        "HELP" => Verb.Help,
        "QUIT" => Verb.Quit,
        "XQUEUE" => Verb.Queue,
        _ => Verb.Unknown,
    };
}

enum Verb
{
    Unknown,
    Ehlo,
    Helo,
    Lhlo,
    StartTls,
    Auth,
    Mail,
    Rcpt,
    Data,
    Bdat,
    Rset,
    Noop,
    Vrfy,
    Expn,
    Help,
    Quit,
    Queue,
}
