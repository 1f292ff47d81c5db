using System.Globalization;
using System.Text.RegularExpressions;
using Msmtp.TestKit;
using Msmtp.Text;

namespace Msmtp.Parity;

/// <summary>Covers what differs from run to run: times, generated identifiers, ports, folders.</summary>
sealed partial class Masks(Placeholders names, string place)
{
    /// <summary>The observation that is made of a run.</summary>
    public Observation Over(CommandResult result, string dialogue, string data, string files) => new(
        result.ExitCode.ToString(CultureInfo.InvariantCulture),
        Over(OctetText.Decode(result.Output)),
        Over(Hint().Replace(OctetText.Decode(result.Error), "")),
        Over(Said(dialogue)),
        Over(data),
        Over(files));

    static string Said(string dialogue) => Handshake().Replace(
        Bearer().Replace(dialogue, static match => OctetText.Decode(Convert.FromBase64String(match.Value))), "@TLS@");

    string Over(string text)
    {
        // Before the port, whose digits may be among those of an identifier.
        text = MessageId().Replace(text, "Message-ID: <@ID@.");
        text = names.OutOf(text).Replace(place + "/", "", StringComparison.Ordinal).Replace(place, "@DIR@", StringComparison.Ordinal);
        text = LogTime().Replace(text, "@TIME@ ");
        text = Date().Replace(text, "Date: @NOW@");
        text = Shell().Replace(text, "sh: ");
        return CipherSuite().Replace(text, "$1@SUITE@");
    }

    // The shell calls itself what it was called by.
    [GeneratedRegex("^/bin/sh: (?=[0-9])", RegexOptions.Multiline)]
    private static partial Regex Shell();

    // Beside --debug we tell what may be done about a failure (docs/deviations.md).
    [GeneratedRegex("^[a-z]+: hint: .*\n", RegexOptions.Multiline)]
    private static partial Regex Hint();

    // It holds the port.
    [GeneratedRegex("(?<=^AUTH OAUTHBEARER )[A-Za-z0-9+/]+=*", RegexOptions.Multiline)]
    private static partial Regex Bearer();

    // RFC 8446 §5.1: a record of a handshake, said to a server that expects a command; random, with all that follows.
    [GeneratedRegex("^\\x16\\x03.*", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Handshake();

    // Not only at the start of a line: the log may have ended in the middle of one.
    [GeneratedRegex("[A-Z][a-z]{2} [ 0-3][0-9] [0-9:]{8} (?=host=|socket=)")]
    private static partial Regex LogTime();

    // A scenario's own dates are of other years.
    [GeneratedRegex("Date: [A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} 20(?!23)[0-9]{2} [0-9:]{8}")]
    private static partial Regex Date();

    [GeneratedRegex("Message-ID: <[0-9a-f]{32}[.]")]
    private static partial Regex MessageId();

    [GeneratedRegex("(?<=TLS session parameters:\n)(    [(]TLS1[.][0-9][)]).*")]
    private static partial Regex CipherSuite();
}
