namespace Msmtp.Hosting;

/// <summary>What the sender of a mail says about queueing it, besides the settings of its account.</summary>
sealed class QueueOrder
{
    /// <summary>Nothing.</summary>
    public static QueueOrder None { get; } = new();

    /// <summary>A name under which the mail is accepted once only; null: it has none.</summary>
    public string? Key { get; init; }

    /// <summary>The first field of the message is this host's own, and not part of what the key stands for.</summary>
    public bool HasTrace { get; init; }

    /// <inheritdoc cref="QueueSubmission.Submitter"/>
    public string? Submitter { get; init; }

    /// <summary>If the account has a queue, the mail is put into it and not tried.</summary>
    public bool IsForQueueOnly { get; init; }

    /// <summary>
    /// Opens the message again, from its beginning. Called once, when much of it has been read. A null result, or no such function: it can be
    /// read only once, so that a copy has to be kept.
    /// </summary>
    public Func<Stream?>? Reopen { get; init; }

    /// <summary>Called before the queue is first used: whoever owns the process prepares it.</summary>
    public Action Storing { get; init; } = static () => { };

    /// <summary>Commands of msmtprc, each with its argument, that override the account's. Asked only if the mail is queued.</summary>
    public Func<List<string>> Overrides { get; init; } = static () => [];

    /// <summary>
    /// The command among the overrides whose argument is a secret, which a queue must not keep; null: there is none. Asked only if the account
    /// has a queue.
    /// </summary>
    public Func<string?> SecretOverride { get; init; } = static () => null;
}
