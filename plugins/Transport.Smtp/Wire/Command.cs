using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Msmtp.Text;

namespace Msmtp.Transport.Smtp;

/// <summary>
/// A command line (RFC 5321 §4.1.1), with its CRLF. Text that contains CR, LF or NUL is refused: it could inject another command.
/// </summary>
sealed class Command
{
    /// <summary>The length of a command, including CRLF, that every server accepts (RFC 5321 §4.5.3.1.4).</summary>
    public const int PromisedLength = 512;

    /// <summary>The longest command that msmtp sends, without CRLF.</summary>
    public const int MaxLength = 4094;

    static readonly byte[] LineEnd = "\r\n"u8.ToArray();

    readonly byte[] octets;
    readonly int visibleLength;

    /// <summary>Takes a command without its line end.</summary>
    /// <exception cref="ArgumentException">The text contains CR, LF or NUL.</exception>
    public Command(params ReadOnlySpan<string> text)
    {
        octets = Line(text);
        visibleLength = Length;
        Limit = MaxLength;
    }

    Command(string visible, ReadOnlySpan<byte> message)
    {
        octets = new byte[visible.Length + Base64.GetMaxEncodedToUtf8Length(message.Length) + LineEnd.Length];
        Encoding.ASCII.GetBytes(CommandText.Checked(visible, nameof(visible)), octets);
        Base64.EncodeToUtf8(message, octets.AsSpan(visible.Length), out _, out _);
        LineEnd.CopyTo(octets, octets.Length - LineEnd.Length);
        visibleLength = visible.Length;
        // RFC 4954 §4: SASL lines are as long as their messages, whatever the limit for others: a token can have 100 kB.
        Limit = int.MaxValue;
    }

    public static Command StartTls { get; } = new("STARTTLS");

    public static Command Data { get; } = new("DATA");

    /// <summary>The end of an empty message.</summary>
    public static Command LoneDot { get; } = new(".");

    /// <summary>Cancels a SASL exchange (RFC 4954 §4).</summary>
    public static Command CancelAuth { get; } = new("*");

    public static Command Rset { get; } = new("RSET");

    public static Command Quit { get; } = new("QUIT");

    /// <summary>The octets sent, including CRLF.</summary>
    public ReadOnlyMemory<byte> Octets => octets;

    /// <summary>The octets without the CRLF.</summary>
    public int Length => octets.Length - LineEnd.Length;

    /// <summary>What <see cref="Length"/> may be.</summary>
    public int Limit { get; }

    public static Command Ehlo(string domain) => new($"EHLO {domain}");

    public static Command Helo(string domain) => new($"HELO {domain}");

    /// <summary>RFC 2033 §4.1.</summary>
    public static Command Lhlo(string domain) => new($"LHLO {domain}");

    /// <summary>MAIL with its parameters.</summary>
    public static Command Mail(ReversePath path, MailParameters parameters) => new(
        "MAIL FROM:<", path.Address, ">", parameters.IsEightBit ? " BODY=8BITMIME" : "", Parameter("RET", parameters.Return),
        Parameter("ENVID", parameters.EnvelopeId), Parameter("XKEY", parameters.Key), parameters.IsInternational ? " SMTPUTF8" : "");

    /// <summary>RCPT, with NOTIFY and ORCPT if they are not null (RFC 3461 §4.1 and §4.2).</summary>
    public static Command Rcpt(ForwardPath path, string? notify, string? original = null) =>
        new("RCPT TO:<", path.Address, ">", Parameter("NOTIFY", notify), Parameter("ORCPT", original));

    /// <summary>RFC 1985 §5.</summary>
    public static Command Etrn(string node) => new($"ETRN {node}");

    /// <summary>AUTH; a null initial response is left out, an empty one is written "=" (RFC 4954 §4).</summary>
    public static Command Auth(string mechanism, ReadOnlyMemory<byte>? initialResponse) => initialResponse switch
    {
        null => new Command($"AUTH {mechanism}"),
        { IsEmpty: true } => new Command($"AUTH {mechanism} ="),
        { } some => new Command($"AUTH {mechanism} ", some.Span),
    };

    /// <summary>The answer to a challenge (RFC 4954 §4).</summary>
    public static Command SaslResponse(ReadOnlyMemory<byte> response) => new("", response.Span);

    /// <summary>Several commands, to be sent in one write: valid until the buffer is used again.</summary>
    /// <param name="group">The commands. A single one is not copied.</param>
    /// <param name="buffer">Where they are put; it grows.</param>
    public static ReadOnlyMemory<byte> Join(IReadOnlyList<Command> group, ref byte[] buffer)
    {
        if (group.Count == 1)
            return group[0].Octets;
        var length = 0;
        for (var i = 0; i < group.Count; i++)
            length += group[i].octets.Length;
        if (buffer.Length < length)
            buffer = new byte[length];
        for (var (i, at) = (0, 0); i < group.Count; at += group[i++].octets.Length)
            group[i].octets.CopyTo(buffer, at);
        return buffer.AsMemory(0, length);
    }

    /// <summary>Traces the command; what may be a credential is marked as one.</summary>
    public void TraceTo(ITrace trace)
    {
        var line = octets.AsSpan(0, Length);
        if (visibleLength == line.Length)
            trace.Sent(line);
        else
            trace.SentSecret(line[..visibleLength], line[visibleLength..]);
    }

    /// <summary>Zeroes the octets of a credential, once they have been sent.</summary>
    public void Wipe() => CryptographicOperations.ZeroMemory(octets);

    static byte[] Line(ReadOnlySpan<string> parts)
    {
        var length = LineEnd.Length;
        foreach (var part in parts)
            length += CommandText.Checked(part, nameof(parts)).Length;
        var line = new byte[length];
        var written = 0;
        foreach (var part in parts)
        {
            if (Ascii.FromUtf16(part, line.AsSpan(written), out var count) != OperationStatus.Done)
                return [.. OctetText.Encode(string.Concat(parts)), .. LineEnd];
            written += count;
        }
        LineEnd.CopyTo(line, written);
        return line;
    }

    static string Parameter(string keyword, string? value) => value is null ? "" : $" {keyword}={value}";
}

/// <summary>The parameters of MAIL.</summary>
sealed record MailParameters
{
    /// <summary>RET (RFC 3461 §4.3); null: none.</summary>
    public string? Return { get; init; }

    /// <summary>ENVID (RFC 3461 §4.4); null: none.</summary>
    public string? EnvelopeId { get; init; }

    /// <summary>XKEY, of this program's own servers: xtext; null: none.</summary>
    public string? Key { get; init; }

    /// <summary>SMTPUTF8, independent of the body: BODY=8BITMIME may be added or not (RFC 6531 §3.6).</summary>
    public bool IsInternational { get; init; }

    /// <summary>BODY=8BITMIME (RFC 6152 §3).</summary>
    public bool IsEightBit { get; init; }
}
