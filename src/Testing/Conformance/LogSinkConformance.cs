namespace Msmtp.Testing;

/// <summary>The contract of <see cref="ILogSink"/> as tests. Derive, enable the log, and read it back.</summary>
public abstract class LogSinkConformance : PluginConformance
{
    const string Password = "correct horse battery staple";

    /// <summary>Lines of msmtprc with which the log cannot be written; null: it cannot fail.</summary>
    protected abstract string? Unwritable { get; }

    /// <summary>The log's name, if the plugin registers several.</summary>
    protected virtual string Log => Registered.LogSinks.Keys.Single();

    /// <summary>Reads the log: one text per record, oldest first.</summary>
    protected abstract ValueTask<IReadOnlyList<string>> ReadAsync();

    /// <summary>There is no log unless the account asks for one.</summary>
    [Fact]
    public void An_account_that_does_not_ask_for_it_has_no_log() => Assert.Null(Registered.LogSinks[Log](Context("host mail.example.org")));

    /// <summary>One record for each mail, in order, whatever the outcome.</summary>
    [Fact]
    public async Task Each_mail_leaves_one_record()
    {
        var outcomes = SomeRecords.Every(Account);
        foreach (var record in outcomes)
            await Create().WriteAsync(record, Token);

        Assert.Equal(outcomes.Count, (await ReadAsync()).Count);
    }

    /// <summary>People who read a log look for addresses.</summary>
    [Fact]
    public async Task A_record_says_who_sent_and_who_should_receive()
    {
        await Create().WriteAsync(SomeRecords.Sent(Account, "joe@example.org", "ann@example.net"), Token);

        var text = Assert.Single(await ReadAsync());
        Assert.Contains("joe@example.org", text, StringComparison.Ordinal);
        Assert.Contains("ann@example.net", text, StringComparison.Ordinal);
    }

    /// <summary>What a server says, and what an address contains, comes from strangers: it must not look like another record.</summary>
    [Fact]
    public async Task A_stranger_cannot_forge_a_record()
    {
        foreach (var record in SomeRecords.Forged(Account))
            await Create().WriteAsync(record, Token);

        Assert.Equal(SomeRecords.Forged(Account).Count, (await ReadAsync()).Count);
    }

    /// <summary>The record contains the account with all its settings.</summary>
    [Fact]
    public async Task No_secret_is_in_the_log()
    {
        foreach (var record in SomeRecords.Every(Account))
            await Create().WriteAsync(record, Token);

        Assert.All(await ReadAsync(), text => AssertHidden(Password, text));
    }

    /// <summary>Several programs and threads send concurrently; no record is lost or torn.</summary>
    [Fact]
    public async Task Concurrent_writes_work()
    {
        const int Writers = 6;
        const int Each = 10;

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
                await Create().WriteAsync(SomeRecords.Sent(Account, $"from-{writer}-{i}.@example.org", $"to-{writer}-{i}.@example.net"), Token);
        })));

        var texts = await ReadAsync();
        Assert.Equal(Writers * Each, texts.Count);
        foreach (var (writer, i) in Enumerable.Range(0, Writers).SelectMany(static writer => Enumerable.Range(0, Each).Select(i => (writer, i))))
            Assert.Single(texts, text => text.Contains($"from-{writer}-{i}.@", StringComparison.Ordinal) && text.Contains($"to-{writer}-{i}.@", StringComparison.Ordinal));
    }

    /// <summary>The host tells the user; the outcome of the mail stays the same.</summary>
    [Fact]
    public async Task A_failure_to_write_is_a_MailException()
    {
        if (Unwritable is null)
            return;
        var sink = Registered.LogSinks[Log](Context(Unwritable));
        Assert.NotNull(sink);

        AssertAllowed(await Assert.ThrowsAnyAsync<Exception>(async () => await sink.WriteAsync(SomeRecords.Sent(Account, "a@x", "b@y"), Token)));
    }

    /// <summary>A caller who cancels still gets the record, or a cancellation.</summary>
    [Fact]
    public async Task A_cancelled_caller_gets_a_record_or_a_cancellation()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        AssertAllowed(
            await Record.ExceptionAsync(async () => await Create().WriteAsync(SomeRecords.Sent(Account, "a@x", "b@y"), cancelled.Token)), cancelled.Token);
    }

    MailAccount Account => Registered.Account($"host mail.example.org\nauth on\nuser joe\npassword {Password}\n{Msmtprc}");

    /// <summary>Creates the log, as the host does.</summary>
    protected virtual ILogSink Create()
    {
        var sink = Registered.LogSinks[Log](Context(Msmtprc));
        Assert.NotNull(sink);
        return sink;
    }
}
