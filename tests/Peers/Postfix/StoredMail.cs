using System.Text;
using System.Text.RegularExpressions;

namespace Msmtp.Peers;

/// <summary>A file of a Maildir.</summary>
/// <param name="Trace">The fields that the server put in front.</param>
/// <param name="Content">What it was given, with LF line ends.</param>
public sealed partial record StoredMail(string Trace, byte[] Content)
{
    /// <summary>What Postfix puts in front.</summary>
    public static IReadOnlyList<string> PostfixTrace { get; } = ["Return-Path", "X-Original-To", "Delivered-To", "Received"];

    /// <summary>The server's name for the mail, which its reply to the final dot and its log have too.</summary>
    public string QueueId => Id().Match(Trace).Groups[1].Value;

    /// <summary>Takes a file apart.</summary>
    /// <exception cref="InvalidDataException">It does not begin with these fields.</exception>
    public static StoredMail Parse(byte[] file, params IEnumerable<string> trace)
    {
        var end = trace.Aggregate(0, (start, name) => EndOfField(file, start, name));
        return new StoredMail(Encoding.Latin1.GetString(file, 0, end), file[end..]);
    }

    static int EndOfField(ReadOnlySpan<byte> file, int start, string name)
    {
        if (!file[start..].StartsWith(Encoding.ASCII.GetBytes(name + ":")))
            throw new InvalidDataException($"no {name} at octet {start} of the stored mail");
        do
            start += file[start..].IndexOf((byte)'\n') + 1;
        while (file[start] is (byte)' ' or (byte)'\t');   // RFC 5322 §2.2.3: a folded line belongs to the field before it.
        return start;
    }

    [GeneratedRegex(@"\sid ([\w-]+)")]
    private static partial Regex Id();
}
