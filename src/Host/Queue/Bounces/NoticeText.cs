using System.Globalization;
using System.Text;
using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>The part of a notice that people read. Nothing here does I/O.</summary>
static class NoticeText
{
    const int LineLimit = 76;

    public static string Subject(SenderNotice notice) => notice.IsDelay ? "Delayed mail (it is still being tried)" : "Mail that could not be delivered";

    public static string Of(SenderNotice notice)
    {
        var text = new StringBuilder();
        Add(text, "", $"This is the mail queue of {notice.Host}.");
        text.Append('\n');
        Add(text, "", notice.IsDelay
            ? $"Your mail has not been delivered yet to the recipients below. You need not do anything: it is tried for {Days(notice.Expiry - notice.Age)} more."
            : "Your mail could not be delivered to the recipients below. Others, if there are any, have it or are reported separately.");
        foreach (var recipient in notice.Recipients)
            Add(text.Append('\n'), notice, recipient);
        text.Append('\n');
        Add(text, "", notice.IsDelay
            ? $"\"msmtp --queue-retry={notice.Mail.Id}\" tries it now; \"msmtp --queue-delete={notice.Mail.Id}\" gives it up."
            : $"The mail is kept: \"msmtp --queue-retry={notice.Mail.Id}\" tries it again, for all recipients who do not have it; "
            + $"\"msmtp --queue-delete={notice.Mail.Id}\" removes it. Its header is attached.");
        return text.ToString();
    }

    static void Add(StringBuilder text, SenderNotice notice, RecipientOutcome recipient)
    {
        text.Append("  <").Append(PrintableText.Text(recipient.Recipient.Address)).Append(">\n");
        if (!notice.IsDelay && StatusReport.IsTemporary(recipient))
            Add(text, "    ", $"It was tried for {Days(notice.Age)}, and is given up.");
        if (recipient.Reply is { } reply)
        {
            Add(text, "    ", $"{notice.Server ?? "The server"} said:");
            foreach (var line in reply.WireLines)
                Add(text, "      ", PrintableText.Text(line));
        }
        else if (notice.Failure is { } failure)
        {
            Add(text, "    ", PrintableText.Text(failure.Message));
        }
        if (notice.Failure is { Advice: { } advice } && (recipient.Reply is null || recipient.Reply == notice.Failure.Reply))
            Add(text, "    ", PrintableText.Text(advice));
    }

    static string Days(TimeSpan time) => time.TotalHours switch
    {
        >= 48 => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(time.TotalDays)} days"),
        >= 2 => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(time.TotalHours)} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(time.TotalMinutes))} minutes"),
    };

    static void Add(StringBuilder text, string indent, string sentence)
    {
        var column = 0;
        foreach (var word in sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > 0 && column + 1 + word.Length > LineLimit)
            {
                text.Append('\n');
                column = 0;
            }
            text.Append(column == 0 ? indent : " ").Append(word);
            column += (column == 0 ? indent.Length : 1) + word.Length;
        }
        text.Append('\n');
    }
}
