using System.Globalization;
using System.Text;
using Msmtp.Text;

namespace Msmtp.Cli;

/// <summary><c>--queue-list</c>, for people: two or three lines for each mail. Nothing here does I/O.</summary>
sealed class QueueTable(Action<string> write, DateTimeOffset now) : QueueListing(write)
{
    bool isEmpty = true;

    public static string Of(IReadOnlyList<QueuedMail> mails, TimeProvider time) => TextOf(mails, write => new QueueTable(write, time.GetUtcNow()));

    protected override void Append(StringBuilder text, QueuedMail mail)
    {
        isEmpty = false;
        Append(text, mail, now);
    }

    protected override void AppendEnd(StringBuilder text)
    {
        if (isEmpty)
            text.Append("the queue is empty\n");
    }

    /// <summary>What happens with a mail next.</summary>
    public static string StateOf(QueuedMail mail, DateTimeOffset now) => mail switch
    {
        { IsTaken: true } => "being sent",
        { State: QueuedMailState.Held } => "held",
        { State: QueuedMailState.Dead } => "given up",
        { NextAttempt: { } next } when next > now => $"next attempt in {Span(next - now)}",
        _ => "due",
    };

    static void Append(StringBuilder text, QueuedMail mail, DateTimeOffset now)
    {
        var account = mail.Origin.Account is { } name ? $", account {name}" : "";
        var attempts = mail.Attempts == 1 ? "1 attempt" : $"{mail.Attempts} attempts";
        Line(text, "", string.Create(
            CultureInfo.InvariantCulture, $"{mail.Id}  {StateOf(mail, now)}, {mail.Size} octets, accepted {Span(now - mail.Accepted)} ago, {attempts}{account}"));
        var from = mail.Envelope.From.Address;
        Line(text, "    ", $"from {(from.Length == 0 ? "<>" : from)} to {string.Join(", ", mail.Open().Select(static recipient => recipient.Recipient.Address))}");
        if (mail.LastFailure is { } failure)
            Line(text, "    ", failure.Message);
        if (mail.LastFailure?.Reply is { } reply)
            foreach (var line in reply.WireLines)
                Line(text, "    ", $"server message: {line}");
        if (mail.IsUnknown)
            Line(text, "    ", "it may have been delivered");
    }

    static void Line(StringBuilder text, string indentation, string line) => text.Append(indentation).Append(PrintableText.Text(line)).Append('\n');

    /// <summary>A time for people.</summary>
    public static string Span(TimeSpan time) => time switch
    {
        { TotalDays: >= 2 } => $"{(int)time.TotalDays} days",
        { TotalHours: >= 2 } => $"{(int)time.TotalHours} hours",
        { TotalMinutes: >= 2 } => $"{(int)time.TotalMinutes} minutes",
        { TotalSeconds: >= 1 and < 2 } => "1 second",
        _ => $"{Math.Max(0, (int)time.TotalSeconds)} seconds",
    };
}

/// <summary>What listings of a queue have in common.</summary>
static class QueuedMails
{
    /// <summary>The recipients that do not have the mail yet.</summary>
    public static IEnumerable<RecipientOutcome> Open(this QueuedMail mail) =>
        mail.Recipients.Where(static recipient => recipient.Outcome != SendOutcome.Sent);
}
