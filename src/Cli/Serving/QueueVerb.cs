using Msmtp.Hosting;
using Msmtp.Server;
using Msmtp.Text;

namespace Msmtp.Cli;

/// <summary>
/// XQUEUE, by which local users see and change what they have in the queue of the service:
/// <code>
/// XQUEUE LIST [TABLE | JSON | POSTFIX]     250, the list in this form, a line of it in each line of the reply
/// XQUEUE RUN  id | all                     250, a line for each mail that waits and is tried now; 450: the one that is named does not wait
/// XQUEUE HOLD | RELEASE | RETRY | DELETE  id | all     250, a line for each mail; 550: there is no such mail
/// </code>
/// A user sees his own mails only: those of others do not exist for him. The superuser and the service's own user see all. Who it is, the system
/// says (<see cref="SmtpClientFacts.SystemUser"/>): over TCP nobody has any, and those whom the system does not tell apart have none either.
/// </summary>
sealed class QueueVerb(Func<IReadOnlyList<IMailQueue>> queues, TimeProvider time) : IDisposable
{
    const string Run = "RUN";

    static readonly SmtpReply NotYours = new(550, "5.7.1", "there is no such mail");
    static readonly SmtpReply Unknown = new(501, "5.5.4", "the syntax is XQUEUE LIST [form], or XQUEUE RUN, HOLD, RELEASE, RETRY or DELETE and a name, or all");
    static readonly SmtpReply TooOften = new(451, "4.7.0", "the queue is looked through for you already, or has been too often: try again later");

    readonly SearchBudget budget = new(time);

    // Whoever waits for his turn has a session's thread, of which each user has some.
    readonly SemaphoreSlim turn = new(1);

    /// <summary>The user that stands for all users of other user namespaces who are nobody in this one (user_namespaces(7)).</summary>
    public uint OverflowUser { get; init; } = SystemUsers.Overflow;

    public void Dispose() => turn.Dispose();

    public async ValueTask<SmtpReply> AnswerAsync(SmtpClientFacts client, string argument, CancellationToken cancellationToken)
    {
        if (SystemUsers.Refuse(client, OverflowUser, "the mails of such users are neither shown nor changed") is { } refusal)
            return refusal;
        var user = client.SystemUser!;
        var words = argument.Split(' ');
        if (words[0].Equals("LIST", StringComparison.OrdinalIgnoreCase) && words.Length <= 2)
            return await ListAsync(user, words.Length == 2 ? words[1] : "TABLE", cancellationToken);
        if (words.Length != 2 || ChangeOf(words[0]) is not { } change)
            return Unknown;
        var isRun = words[0].Equals(Run, StringComparison.OrdinalIgnoreCase);
        return await ChangeAsync(user, change, isRun, words[1], cancellationToken);
    }

    async ValueTask<SmtpReply> ListAsync(string user, string form, CancellationToken cancellationToken)
    {
        if (await FindAsync(user, QueueCommand.All, cancellationToken) is not { } found)
            return TooOften;
        var mails = new List<QueuedMail>(found.Count);
        foreach (var (_, mail) in found)
            mails.Add(mail);
        var text = form.ToUpperInvariant() switch
        {
            "TABLE" => QueueTable.Of(mails, time),
            "JSON" => QueueJson.Of(mails),
            "POSTFIX" => PostfixListing.Of(mails, time.LocalTimeZone),
            _ => null,
        };
        return text is null ? Unknown : new SmtpReply(250, null, Lines(text));
    }

    async ValueTask<SmtpReply> ChangeAsync(string user, QueueChange change, bool isRun, string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(user, id, cancellationToken) is not { } found)
            return TooOften;
        var lines = new List<string>();
        var isDone = true;
        foreach (var (queue, mail) in found)
        {
            var refusal = isRun ? QueueWords.Hindrance(mail) : null;
            // Whoever runs a queue means the mails that wait. Of one that is named he hears why it is not sent.
            if (refusal is not null && id == QueueCommand.All)
                continue;
            if (refusal is null && change == QueueChange.Retry && !IsAdministrator(user))
                refusal = await WhyNotNowAsync(queue, mail, cancellationToken);
            if (refusal is null && !await queue.ChangeAsync(mail.Id, change, cancellationToken))
                refusal = QueueWords.Refusal(mail);
            isDone &= refusal is null;
            lines.Add($"{mail.Id}: {refusal ?? QueueWords.Done(change)}");
        }
        if (lines.Count == 0 && id != QueueCommand.All)
            return NotYours;
        return new SmtpReply(isDone ? 250 : 450, null, lines.Count > 0 ? lines : ["nothing to do"]);
    }

    // Null: not now.
    async ValueTask<List<FoundMail>?> FindAsync(string user, string id, CancellationToken cancellationToken)
    {
        var isAdministrator = IsAdministrator(user);
        if (!isAdministrator && !budget.TryBegin(user))
            return null;
        var spent = TimeSpan.Zero;
        try
        {
            turn.Wait(cancellationToken);
            var start = time.GetTimestamp();
            try
            {
                var filter = new QueueFilter { Id = id == QueueCommand.All ? null : id, Submitter = isAdministrator ? null : user };
                var found = new List<FoundMail>();
                foreach (var queue in queues())
                    await foreach (var mail in queue.EnumerateAsync(filter, cancellationToken))
                        found.Add(new FoundMail(queue, mail));
                return found;
            }
            finally
            {
                turn.Release();
                spent = time.GetElapsedTime(start);
            }
        }
        finally
        {
            if (!isAdministrator)
                budget.End(user, spent);
        }
    }

    sealed record FoundMail(IMailQueue Queue, QueuedMail Mail);

    // A user who could have a password tried as often as he likes could have the account locked for everybody.
    static async ValueTask<string?> WhyNotNowAsync(IMailQueue queue, QueuedMail mail, CancellationToken cancellationToken) =>
        queue is ILeasedMailQueue leased
        && (await leased.GetAccountAsync(mail.Origin.Key, cancellationToken)).Pause is AccountPause.Held or AccountPause.Throttled
            ? "its account waits, and is tried again by itself or by the administrator"
            : null;

    static bool IsAdministrator(string user) => user == SystemUsers.Name(0) || user == SystemUsers.Name(Libc.EffectiveUser());

    static QueueChange? ChangeOf(string word) => word.ToUpperInvariant() switch
    {
        "HOLD" => QueueChange.Hold,
        "RELEASE" => QueueChange.Release,
        "RETRY" or Run => QueueChange.Retry,
        "DELETE" => QueueChange.Delete,
        _ => null,
    };

    static string[] Lines(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        for (var i = 0; i < lines.Length; i++)
            lines[i] = PrintableText.Text(lines[i]);
        return lines;
    }
}
