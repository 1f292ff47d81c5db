using System.Globalization;
using System.Text;
using Msmtp.Text;

namespace Msmtp.Cli;

/// <summary>
/// <c>mailq</c> in the form of Postfix, which monitoring and people's scripts parse: a star behind the name of a mail that is being sent, an
/// exclamation mark behind that of a held one, the reason in parentheses above its recipients, the sum in the last line. Nothing here does I/O.
/// </summary>
sealed class PostfixListing(Action<string> write, TimeZoneInfo zone) : QueueListing(write)
{
    // The reason ends here if it is shorter.
    const int ReasonEnd = 76;

    int count;
    long size;

    public static string Of(IReadOnlyList<QueuedMail> mails, TimeZoneInfo zone) => TextOf(mails, write => new PostfixListing(write, zone));

    protected override void Append(StringBuilder text, QueuedMail mail)
    {
        if (count++ == 0)
            text.Append("-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n");
        size += mail.Size;
        Append(text, mail, zone);
    }

    protected override void AppendEnd(StringBuilder text)
    {
        if (count == 0)
            text.Append("Mail queue is empty\n");
        else
            text.Append(CultureInfo.InvariantCulture, $"-- {size / 1024} Kbytes in {count} Request{(count == 1 ? "" : "s")}.\n");
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
