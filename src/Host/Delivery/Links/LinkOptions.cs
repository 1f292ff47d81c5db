namespace Msmtp.Hosting;

/// <summary>How an application keeps its connections.</summary>
public sealed record LinkOptions
{
    /// <summary>Connections at a time for each account; who needs one more waits. At least one.</summary>
    public int MaxPerAccount { get; init; } = 4;

    /// <summary>How long a connection is kept without a mail. RFC 5321 §4.5.3.2.7 has servers wait for five minutes.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Mails after which a connection is closed and another one opened: many servers refuse the next at some number. At least one.</summary>
    public int MailsPerLink { get; init; } = 100;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPerAccount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MailsPerLink, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(IdleTime, TimeSpan.Zero);
    }
}
