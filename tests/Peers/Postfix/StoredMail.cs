using System.Text;
using System.Text.RegularExpressions;

namespace Msmtp.Peers;

/// <summary>A file of a Maildir.</summary>
/// <param name="Trace">The fields that the server prepended.</param>
/// <param name="Content">What the server received, with LF line ends.</param>
public sealed partial record StoredMail(string Trace, byte[] Content)
{
    /// <summary>What Postfix prepends, and a <see cref="Postgrey"/> in front of it.</summary>
    public static IReadOnlyList<string> PostfixTrace { get; } = ["Return-Path", "X-Original-To", "Delivered-To", "X-Greylist?", "Received"];

    /// <summary>What Dovecot prepends.</summary>
    public static IReadOnlyList<string> DovecotTrace { get; } = ["Return-Path", "Delivered-To?", "Received"];

    /// <summary>What follows the header, one character per octet, for a text without empty lines.</summary>
    public string Body => Encoding.Latin1.GetString(Content).Split("\n\n")[^1];

    /// <summary>The server's queue ID of the mail, which is also in its log and in its reply to the final dot.</summary>
    public string QueueId => Id().Match(Trace).Groups[1].Value;

    /// <summary>Parses a file. A field with a question mark may be missing.</summary>
    /// <exception cref="InvalidDataException">It does not begin with these fields.</exception>
    public static StoredMail Parse(byte[] file, params IEnumerable<string> trace)
    {
        var end = trace.Aggregate(0, (start, name) => EndOfField(file, start, name));
        return new StoredMail(Encoding.Latin1.GetString(file, 0, end), file[end..]);
    }

    static int EndOfField(ReadOnlySpan<byte> file, int start, string name)
    {
        if (!file[start..].StartsWith(Encoding.ASCII.GetBytes(name.TrimEnd('?') + ":")))
            return name.EndsWith('?') ? start : throw new InvalidDataException($"no {name} at octet {start} of the stored mail");
        do
            start += file[start..].IndexOf((byte)'\n') + 1;
        while (file[start] is (byte)' ' or (byte)'\t');   // RFC 5322 §2.2.3: a folded line belongs to the field before it.
        return start;
    }

    [GeneratedRegex(@"\sid ([\w-]+)")]
    private static partial Regex Id();
}
