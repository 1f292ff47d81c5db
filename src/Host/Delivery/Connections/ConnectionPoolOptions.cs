namespace Msmtp.Hosting;

/// <summary>How an application keeps its connections.</summary>
public sealed record ConnectionPoolOptions
{
    /// <summary>The maximum number of connections for each account, in use and idle; further mails wait. At least one.</summary>
    public int MaxConnectionsPerAccount { get; init; } = 4;

    /// <summary>
    /// How long a connection is kept without a mail; zero: none is kept. Servers wait for five minutes (RFC 5321 §4.5.3.2.7).
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The number of mails after which a connection is replaced: many servers refuse more than some number. At least one.
    /// </summary>
    public int MailsPerConnection { get; init; } = 100;

    /// <summary>How long a kept connection may take to show that it is alive (RSET); after that another one is opened.</summary>
    public TimeSpan CheckTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long disposing a mailer waits for mails that are being sent; after that they are cancelled.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnectionsPerAccount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MailsPerConnection, 1);
        CheckTime(IdleTimeout, nameof(IdleTimeout));
        CheckTime(CheckTimeout, nameof(CheckTimeout));
        CheckTime(ShutdownTimeout, nameof(ShutdownTimeout));
    }

    // A day is longer than any server waits, and within the range of timers.
    static void CheckTime(TimeSpan time, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, TimeSpan.FromDays(1), name);
    }
}
