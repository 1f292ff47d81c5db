namespace Msmtp.Host.Tests.Queue;

/// <summary>A queue that fails where a test wants it to.</summary>
sealed class FaultyQueue(ILeasedMailQueue inner) : ILeasedMailQueue
{
    readonly TaskCompletionSource refused = new();

    /// <summary>Called with what is about to be done, and the mail's name; may throw.</summary>
    public Action<QueueCall, string> OnCall { get; set; } = static (_, _) => { };

    /// <summary>Somebody wanted to lead, while another did.</summary>
    public Task RefusedLead => refused.Task;

    public async ValueTask<IMailLease?> TakeAsync(string id, CancellationToken cancellationToken)
    {
        OnCall(QueueCall.Take, id);
        return await inner.TakeAsync(id, cancellationToken) is { } lease ? new FaultyLease(this, lease) : null;
    }

    public IAsyncEnumerable<QueuedMail> EnumerateAsync(QueueFilter filter, CancellationToken cancellationToken)
    {
        OnCall(QueueCall.List, "");
        return inner.EnumerateAsync(filter, cancellationToken);
    }

    public ValueTask<QueueReceipt> PutAsync(QueueSubmission mail, CancellationToken cancellationToken)
    {
        OnCall(QueueCall.Put, "");
        return inner.PutAsync(mail, cancellationToken);
    }

    public ValueTask<bool> ChangeAsync(string id, QueueChange change, CancellationToken cancellationToken) => inner.ChangeAsync(id, change, cancellationToken);

    public ValueTask<IAsyncDisposable?> EnterAsync(string account, int places, CancellationToken cancellationToken) => inner.EnterAsync(account, places, cancellationToken);

    public ValueTask<AccountState> GetAccountAsync(string account, CancellationToken cancellationToken) => inner.GetAccountAsync(account, cancellationToken);

    public ValueTask ChangeAccountAsync(string account, Func<AccountState, AccountState> change, CancellationToken cancellationToken) =>
        inner.ChangeAccountAsync(account, change, cancellationToken);

    public async ValueTask<IAsyncDisposable?> LeadAsync(CancellationToken cancellationToken)
    {
        var lead = await inner.LeadAsync(cancellationToken);
        if (lead is null)
            refused.TrySetResult();
        return lead;
    }

    public ValueTask WaitAsync(TimeSpan patience, CancellationToken cancellationToken) => inner.WaitAsync(patience, cancellationToken);

    sealed class FaultyLease(FaultyQueue queue, IMailLease inner) : IMailLease
    {
        public QueuedMail Mail => inner.Mail;

        public ValueTask<MessageContent> OpenAsync(CancellationToken cancellationToken)
        {
            queue.OnCall(QueueCall.Open, Mail.Id);
            return inner.OpenAsync(cancellationToken);
        }

        public ValueTask BeginAsync(CancellationToken cancellationToken)
        {
            queue.OnCall(QueueCall.Begin, Mail.Id);
            return inner.BeginAsync(cancellationToken);
        }

        public ValueTask EndAsync(AttemptEnd end, CancellationToken cancellationToken)
        {
            queue.OnCall(QueueCall.End, Mail.Id);
            return inner.EndAsync(end, cancellationToken);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}

/// <summary>A call of a queue.</summary>
enum QueueCall
{
    List, Put, Take, Open, Begin, End,
}
