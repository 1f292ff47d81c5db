using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Msmtp.Hosting;

/// <summary>
/// The part of a notice that programs read: <c>message/delivery-status</c> (RFC 3464), in ASCII. What servers say comes from outside: nothing
/// of it can end a field or begin one. Nothing here does I/O.
/// </summary>
static class StatusReport
{
    // RFC 5322 §2.1.1: lines should have 78 characters.
    const int LineLimit = 78;

    // A server may say much; that much says what it means.
    const int ValueLimit = 2000;

    public static string Of(SenderNotice notice)
    {
        var report = new StringBuilder();
        if (notice.Mail.Envelope.EnvelopeId is { } id)
            Add(report, "Original-Envelope-Id", Xtext.TryDecode(id) ?? id);
        Add(report, "Reporting-MTA", $"dns; {notice.Host}");
        Add(report, "Arrival-Date", DateField.Value(notice.Mail.Accepted.ToOffset(notice.Time.Offset)));
        foreach (var recipient in notice.Recipients)
            Add(report.Append('\n'), notice, recipient);
        return report.ToString();
    }

    /// <summary>The status of a recipient (RFC 3463): the server's, if it gave one that goes with its reply.</summary>
    public static string StatusOf(SenderNotice notice, RecipientOutcome recipient) => recipient.Reply switch
    {
        { Status: { } status, Code: var code } when status.Class == code / 100 && status.Class is 4 or 5 => status.ToString(),
        { Code: >= 500 and < 600 } => "5.0.0",
        // RFC 3463 §3.5: no answer, and delivery time expired.
        null when IsTemporary(recipient) => notice.IsDelay ? "4.4.1" : "4.4.7",
        _ => IsTemporary(recipient) ? "4.0.0" : "5.0.0",
    };

    /// <summary>The server may still accept the mail for this recipient.</summary>
    public static bool IsTemporary(RecipientOutcome recipient) => recipient.Outcome == SendOutcome.Deferred;

    static void Add(StringBuilder report, SenderNotice notice, RecipientOutcome recipient)
    {
        if (recipient.Recipient.OriginalRecipient is { } original)
            Add(report, "Original-Recipient", Original(original));
        Add(report, "Final-Recipient", Address(recipient.Recipient.Address));
        Add(report, "Action", notice.IsDelay ? "delayed" : "failed");
        Add(report, "Status", StatusOf(notice, recipient));
        if (recipient.Reply is { } reply)
        {
            if (notice.Server is { } server)
                Add(report, "Remote-MTA", $"dns; {Name(server)}");
            Add(report, "Diagnostic-Code", $"smtp; {reply.Code.ToString("D3", CultureInfo.InvariantCulture)} {string.Join(' ', reply.Lines)}");
        }
        Add(report, "Last-Attempt-Date", DateField.Value(notice.Time));
        if (notice.IsDelay)
            Add(report, "Will-Retry-Until", DateField.Value(notice.Time + (notice.Expiry - notice.Age)));
    }

    // RFC 3464 §2.1.2: an address in brackets, as RFC 5321 §4.1.3 writes it.
    static string Name(string server) => !IPAddress.TryParse(server, out var address) ? server
        : address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{server}]"
        : $"[{server}]";

    // RFC 3464 §2.3.1: as RFC 3461 §4.2 has it, but not encoded.
    static string Original(string original)
    {
        var end = original.IndexOf(';', StringComparison.Ordinal);
        return $"{original[..end]}; {Xtext.TryDecode(original.AsSpan(end + 1)) ?? original[(end + 1)..]}";
    }

    // RFC 6533 §3: utf-8-addr-xtext, the form that is safe where only ASCII is.
    static string Address(string address)
    {
        if (Ascii.IsValid(address))
            return $"rfc822; {address}";
        var escaped = new StringBuilder("utf-8; ");
        foreach (var rune in address.EnumerateRunes())
        {
            if (rune.Value is > ' ' and <= '~' and not '+' and not '=' and not '\\')
                escaped.Append((char)rune.Value);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"\\x{{{rune.Value:X2}}}");
        }
        return escaped.ToString();
    }

    // Folded before a word (RFC 5322 §2.2.3).
    static void Add(StringBuilder report, string name, string value)
    {
        report.Append(name).Append(':');
        var column = name.Length + 1;
        foreach (var word in Plain(value).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column + 1 + word.Length > LineLimit && column > name.Length + 1)
            {
                report.Append('\n');
                column = 0;
            }
            report.Append(' ').Append(word);
            column += 1 + word.Length;
        }
        report.Append('\n');
    }

    static string Plain(string value)
    {
        var length = Math.Min(value.Length, ValueLimit);
        return string.Create(length, value, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = source[i] is >= ' ' and <= '~' ? source[i] : source[i] == '\t' ? ' ' : '?';
        });
    }
}
