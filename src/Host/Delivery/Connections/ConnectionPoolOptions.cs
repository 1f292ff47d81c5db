namespace Msmtp.Hosting;

/// <summary>How an application keeps its connections.</summary>
public sealed record ConnectionPoolOptions
{
    /// <summary>Connections at a time for each account, in use and at rest; who needs one more waits. At least one.</summary>
    public int MaxConnectionsPerAccount { get; init; } = 4;

    /// <summary>
    /// How long a connection is kept without a mail; zero: none is kept. RFC 5321 §4.5.3.2.7 has servers wait for five minutes.
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Mails after which a connection is closed and another one opened: many servers refuse the next at some number. At least
    /// one.
    /// </summary>
    public int MailsPerConnection { get; init; } = 100;

    /// <summary>How long a kept connection may take to show that somebody still listens (RSET); after that another one is opened.</summary>
    public TimeSpan CheckTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long disposing a mailer waits for the mails that are under way; after that they are cancelled.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnectionsPerAccount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MailsPerConnection, 1);
        CheckTime(IdleTimeout, nameof(IdleTimeout));
        CheckTime(CheckTimeout, nameof(CheckTimeout));
        CheckTime(ShutdownTimeout, nameof(ShutdownTimeout));
    }

    // A day is more than any server waits, and less than what timers can hold.
    static void CheckTime(TimeSpan time, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, TimeSpan.FromDays(1), name);
    }
}
