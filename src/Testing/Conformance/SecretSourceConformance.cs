using System.Collections.Concurrent;
using Msmtp.Text;

namespace Msmtp.Testing;

/// <summary>
/// The contract of <see cref="ISecretSource"/> as tests. Derive, put one secret into the store, and say which query finds it.
/// </summary>
public abstract class SecretSourceConformance : PluginConformance
{
    /// <summary>The query that the store can answer.</summary>
    protected abstract SecretQuery Known { get; }

    /// <summary>The answer.</summary>
    protected abstract string Secret { get; }

    /// <summary>Queries that this store cannot answer: another user, another host, another kind.</summary>
    protected virtual IEnumerable<SecretQuery> Unknown =>
    [
        Known with { User = "nobody-at-all" },
        Known with { Host = "nowhere.invalid" },
        Known with { User = null },
        Known with { Host = null },
        new SecretQuery(SecretKind.Pin) { Host = Known.Host, User = Known.User },
    ];

    /// <summary>The source's name, if the plugin registers several.</summary>
    protected virtual string Source => Registered.SecretSources.Keys.Single();

    /// <summary>What the user is told; must not contain secrets.</summary>
    protected ConcurrentBag<HostNotice> Notices { get; } = [];

    /// <summary>It knows the secret that was stored in it.</summary>
    [Fact]
    public async Task What_is_in_the_store_is_found()
    {
        using var found = await FindAsync(Known);

        Assert.NotNull(found);
        Assert.Equal(OctetText.Encode(Secret), found.Reveal().ToArray());
    }

    /// <summary>Null: it does not know; the host asks the next source.</summary>
    [Fact]
    public async Task What_is_not_its_own_is_left_to_the_next_source()
    {
        foreach (var query in Unknown)
            Assert.True(await FindAsync(query) is null, $"it answers {query}");
    }

    /// <summary>The host zeroes what it gets, and asks again for the next mail.</summary>
    [Fact]
    public async Task The_host_owns_each_answer()
    {
        var source = Create();
        var first = await source.FindAsync(Known, Token);
        using var second = await source.FindAsync(Known, Token);

        Assert.NotNull(first);
        Assert.NotNull(second);
        first.Dispose();
        using var third = await source.FindAsync(Known, Token);
        Assert.Equal(OctetText.Encode(Secret), second.Reveal().ToArray());
        Assert.Equal(OctetText.Encode(Secret), third?.Reveal().ToArray());
    }

    /// <summary>After a refusal it may have another answer, or none; the host still owns the refused one.</summary>
    [Fact]
    public async Task A_refused_secret_belongs_to_the_host()
    {
        using var rejected = Msmtp.Secret.FromText(Secret);
        Secret? answer = null;

        AssertAllowed(await Record.ExceptionAsync(async () => answer = await FindAsync(Known with { Rejected = rejected })));

        Assert.NotSame(rejected, answer);
        answer?.Dispose();
        Assert.Equal(OctetText.Encode(Secret), rejected.Reveal().ToArray());
    }

    /// <summary>The source that answered learns the verdict; afterwards it still knows its secrets or has forgotten them.</summary>
    [Theory]
    [InlineData(SecretVerdict.Accepted)]
    [InlineData(SecretVerdict.Rejected)]
    public async Task A_verdict_leaves_the_secret_alone(SecretVerdict verdict)
    {
        var source = Create();
        using var found = await source.FindAsync(Known, Token);
        Assert.NotNull(found);

        AssertAllowed(await Record.ExceptionAsync(async () => await source.ReportAsync(Known, found, verdict, Token)));

        Assert.Equal(OctetText.Encode(Secret), found.Reveal().ToArray());
    }

    /// <summary>After one mail comes the next; the host zeroes what the source returned.</summary>
    [Fact]
    public async Task What_it_forgets_it_can_find_again()
    {
        var source = Create();
        using var first = await source.FindAsync(Known, Token);
        Assert.NotNull(first);

        source.Forget();
        using var second = await source.FindAsync(Known, Token);
        source.Forget();

        Assert.Equal(OctetText.Encode(Secret), first.Reveal().ToArray());
        Assert.Equal(OctetText.Encode(Secret), second?.Reveal().ToArray());
    }

    /// <summary>Hosts and users come from a file that someone wrote, or from a mail: they mean nothing but a host and a user.</summary>
    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("'; echo stolen; '")]
    [InlineData("$(echo stolen)")]
    [InlineData("-v")]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("J\u00F6rg\uDCFF")]
    public async Task Odd_names_find_nothing_and_break_nothing(string name)
    {
        // A store that ignores names answers as always, which is fine.
        var needsNames = Unknown.Any(query => query.User != Known.User && query.Kind == Known.Kind);
        foreach (var query in (SecretQuery[])[Known with { User = name }, Known with { Host = name }, new(Known.Kind) { Host = name, User = name }])
        {
            Secret? found = null;
            AssertAllowed(await Record.ExceptionAsync(async () => found = await FindAsync(query)));
            Assert.True(found is null || !needsNames, $"it answers {query}");
            found?.Dispose();
        }
    }

    /// <summary>A caller who cancels gets an answer or a cancellation, nothing else.</summary>
    [Fact]
    public async Task A_cancelled_caller_gets_an_answer_or_a_cancellation()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var failure = await Record.ExceptionAsync(async () => (await Create().FindAsync(Known, cancelled.Token))?.Dispose());

        AssertAllowed(failure, cancelled.Token);
    }

    /// <summary>An application sends from many threads.</summary>
    [Fact]
    public async Task Concurrent_queries_work()
    {
        var source = Create();

        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            using var secret = await source.FindAsync(Known, Token);
            return secret is null ? null : OctetText.Decode(secret.Reveal());
        })));

        Assert.All(found, each => Assert.Equal(Secret, each));
    }

    /// <summary>Remarks and errors are printed and logged.</summary>
    [Fact]
    public async Task No_secret_is_in_what_it_reports()
    {
        using var rejected = Msmtp.Secret.FromText(Secret);
        foreach (var query in (SecretQuery[])[.. Unknown, Known, Known with { Rejected = rejected }, Known with { User = "a\0b" }])
        {
            var failure = await Record.ExceptionAsync(async () => (await FindAsync(query))?.Dispose());
            AssertHidden(Secret, failure?.ToString());
        }
        Assert.All(Notices, notice => AssertHidden(Secret, notice.ToString()));
        AssertHidden(Secret, Create().ToString());
    }

    /// <summary>Creates the source, as the host does.</summary>
    protected virtual ISecretSource Create() => Registered.SecretSources[Source](Context(Msmtprc) with { Notify = Notices.Add });

    ValueTask<Secret?> FindAsync(SecretQuery query) => Create().FindAsync(query, Token);
}
