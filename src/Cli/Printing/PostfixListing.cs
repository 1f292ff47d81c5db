using System.Globalization;
using System.Text;
using Msmtp.Text;

namespace Msmtp.Cli;

/// <summary>
/// <c>mailq</c> in the form of Postfix, which monitoring and people's scripts parse: a star behind the name of a mail that is being sent, an
/// exclamation mark behind that of a held one, the reason in parentheses above its recipients, the sum in the last line. Nothing here does I/O.
/// </summary>
static class PostfixListing
{
    // The reason ends here if it is shorter.
    const int ReasonEnd = 76;

    public static string Of(IReadOnlyList<QueuedMail> mails, TimeZoneInfo zone)
    {
        if (mails.Count == 0)
            return "Mail queue is empty\n";
        var text = new StringBuilder("-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n");
        long size = 0;
        foreach (var mail in mails)
        {
            Append(text, mail, zone);
            size += mail.Size;
        }
        text.Append(CultureInfo.InvariantCulture, $"-- {size / 1024} Kbytes in {mails.Count} Request{(mails.Count == 1 ? "" : "s")}.\n");
        return text.ToString();
    }

    static void Append(StringBuilder text, QueuedMail mail, TimeZoneInfo zone)
    {
        var mark = mail.IsTaken ? "*" : mail.State == QueuedMailState.Waiting ? "" : "!";
        var arrival = TimeZoneInfo.ConvertTime(mail.Accepted, zone).ToString("ddd MMM dd HH:mm:ss ", CultureInfo.InvariantCulture);
        // The C library pads the day with a blank.
        if (arrival[8] == '0')
            arrival = $"{arrival[..8]} {arrival[9..]}";
        var sender = mail.Envelope.From.Address is { Length: > 0 } address ? address : "MAILER-DAEMON";
        text.Append(CultureInfo.InvariantCulture, $"{mail.Id + mark,-11} {mail.Size,7} {arrival,20} {PrintableText.Text(sender)}\n");
        string? reason = null;
        foreach (var recipient in mail.Open())
        {
            var why = PrintableText.Text(recipient.Reply?.ToString() ?? mail.LastFailure?.Message ?? "");
            if (why != reason && why.Length > 0)
                text.Append(' ', Math.Max(0, ReasonEnd - why.Length)).Append('(').Append(why).Append(")\n");
            reason = why;
            text.Append(CultureInfo.InvariantCulture, $"{"",-11} {"",7} {"",20} {PrintableText.Text(recipient.Recipient.Address)}\n");
        }
        text.Append('\n');
    }
}
