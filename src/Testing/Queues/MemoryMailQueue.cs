using System.Runtime.CompilerServices;

namespace Msmtp.Testing;

/// <summary>
/// A queue in memory, for tests of what uses one: it keeps every rule of <see cref="ILeasedMailQueue"/> but durability. Mails are called
/// M1, M2 and so on.
/// </summary>
/// <param name="time">The clock.</param>
#pragma warning disable CA1711 // A queue is what it is; the rule means collections.
public sealed class MemoryMailQueue(TimeProvider time) : ILeasedMailQueue
#pragma warning restore CA1711
{
    static readonly TimeSpan KeyLifetime = TimeSpan.FromDays(7);

    readonly Lock gate = new();
    readonly Dictionary<string, MemoryMail> mails = [];
    readonly Dictionary<(string? Submitter, string Key), UsedKey> keys = [];
    readonly Dictionary<string, AccountState> accounts = [];
    readonly Dictionary<string, int> places = [];
    TaskCompletionSource changed = NewSignal();
    int count;
    bool isLed;

    /// <summary>Initializes a queue with the clock of the system.</summary>
    public MemoryMailQueue() : this(TimeProvider.System)
    {
    }

    /// <inheritdoc/>
    public async ValueTask<QueueReceipt> PutAsync(QueueSubmission mail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
        cancellationToken.ThrowIfCancellationRequested();
        using var body = new MemoryStream();
        await mail.Content.Body.CopyToAsync(body, cancellationToken);
        lock (gate)
            return Known(mail.Submitter, mail.Key) is { } known ? new QueueReceipt(known) { WasKnown = true } : new QueueReceipt(Add(mail, body.ToArray()));
    }

    /// <inheritdoc/>
#pragma warning disable CS1998 // Nothing is awaited.
    public async IAsyncEnumerable<QueuedMail> EnumerateAsync(QueueFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
#pragma warning restore CS1998
    {
        ArgumentNullException.ThrowIfNull(filter);
        cancellationToken.ThrowIfCancellationRequested();
        List<QueuedMail> all;
        lock (gate)
            all = [.. mails.Values.OrderBy(static mail => mail.Number).Select(static mail => mail.Mail with { IsTaken = mail.IsTaken })];
        foreach (var mail in all)
            if (filter.Includes(mail))
                yield return mail;
    }

    /// <inheritdoc/>
    public ValueTask<bool> ChangeAsync(string id, QueueChange change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            if (Free(id) is not { } mail || change != QueueChange.Delete && mail.Mail.After(change) is null)
                return new(false);
            if (change == QueueChange.Delete)
                Remove(mail, isSent: false);
            else
                mail.Mail = mail.Mail.After(change)!;
            Signal();
            return new(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IMailLease?> TakeAsync(string id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            if (Free(id) is not { } mail)
                return new((IMailLease?)null);
            mail.IsTaken = true;
            return new(new MemoryLease(this, mail));
        }
    }

    /// <inheritdoc/>
    public ValueTask<IAsyncDisposable?> EnterAsync(string account, int places, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            var taken = this.places.GetValueOrDefault(account);
            if (taken >= places)
                return new((IAsyncDisposable?)null);
            this.places[account] = taken + 1;
            return new(new Role(() => Leave(account)));
        }
    }

    /// <inheritdoc/>
    public ValueTask<AccountState> GetAccountAsync(string account, CancellationToken cancellationToken)
    {
        lock (gate)
            return new(accounts.GetValueOrDefault(account) ?? new AccountState());
    }

    /// <inheritdoc/>
    public ValueTask ChangeAccountAsync(string account, Func<AccountState, AccountState> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
            accounts[account] = change(accounts.GetValueOrDefault(account) ?? new AccountState());
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<IAsyncDisposable?> LeadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            if (isLed)
                return new((IAsyncDisposable?)null);
            isLed = true;
            return new(new Role(Abdicate));
        }
    }

    /// <inheritdoc/>
    public async ValueTask WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        Task signal;
        lock (gate)
            signal = changed.Task;
        try
        {
            await signal.WaitAsync(patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return;
        }
        lock (gate)
        {
            if (changed.Task == signal)
                changed = NewSignal();
        }
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    void Signal() => changed.TrySetResult();

    // The id of the mail that has, or had, the key.
    string? Known(string? submitter, QueueKey? key)
    {
        if (key is null || !keys.TryGetValue((submitter, key.Text), out var used) || used.Expires <= time.GetUtcNow())
            return null;
        return used.Digest == key.Digest ? used.Id : throw new MailException(
            ExitCode.DataErr, DeliveryStage.Configure, $"the key {key.Text} belongs to another mail");
    }

    string Add(QueueSubmission mail, byte[] body)
    {
        var id = $"M{++count}";
        mails[id] = new MemoryMail(count, mail.Key, mail.Content with { HeaderBlock = mail.Content.HeaderBlock.ToArray() }, body)
        {
            Mail = QueuedMail.Of(mail, id, time.GetUtcNow(), mail.Content.HeaderBlock.Length + body.Length),
        };
        if (mail.Key is { } key)
            keys[(mail.Submitter, key.Text)] = new UsedKey(id, key.Digest, DateTimeOffset.MaxValue);
        Signal();
        return id;
    }

    MemoryMail? Free(string id) => mails.TryGetValue(id, out var mail) && !mail.IsTaken ? mail : null;

    void Remove(MemoryMail mail, bool isSent)
    {
        mails.Remove(mail.Mail.Id);
        if (mail.Key is not { } key)
            return;
        if (isSent)
            keys[(mail.Mail.Submitter, key.Text)] = new UsedKey(mail.Mail.Id, key.Digest, time.GetUtcNow() + KeyLifetime);
        else
            keys.Remove((mail.Mail.Submitter, key.Text));
    }

    void Leave(string account)
    {
        lock (gate)
            places[account]--;
    }

    void Abdicate()
    {
        lock (gate)
            isLed = false;
    }

    sealed record UsedKey(string Id, string Digest, DateTimeOffset Expires);

    sealed class MemoryMail(int number, QueueKey? key, MessageContent content, byte[] body)
    {
        public int Number => number;

        public QueueKey? Key => key;

        public bool IsTaken { get; set; }

        public required QueuedMail Mail { get; set; }

        public MessageContent Open() => content with { Body = new MemoryStream(body, writable: false) };
    }

    sealed class MemoryLease(MemoryMailQueue queue, MemoryMail mail) : IMailLease
    {
        bool isOver;

        public QueuedMail Mail { get; } = mail.Mail;

        public ValueTask<MessageContent> OpenAsync(CancellationToken cancellationToken) => new(mail.Open());

        public ValueTask BeginAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (queue.gate)
                mail.Mail = mail.Mail.AfterBegin();
            return default;
        }

        public ValueTask EndAsync(AttemptEnd end, CancellationToken cancellationToken)
        {
            lock (queue.gate)
            {
                if (end.Verdict == AttemptVerdict.Done)
                    queue.Remove(mail, isSent: true);
                else
                    mail.Mail = mail.Mail.After(end);
            }
            return default;
        }

        public ValueTask DisposeAsync()
        {
            lock (queue.gate)
            {
                if (!isOver)
                    mail.IsTaken = false;
                isOver = true;
            }
            return default;
        }
    }

    sealed class Role(Action end) : IAsyncDisposable
    {
        Action? end = end;

        public ValueTask DisposeAsync()
        {
            Interlocked.Exchange(ref end, null)?.Invoke();
            return default;
        }
    }
}
