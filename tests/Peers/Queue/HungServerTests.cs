using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>A server that hangs: with nullmailer, one connection to it stopped everything for a month.</summary>
public sealed class HungServerTests
{
    public static MatrixTheoryData<Flavour, bool> Kinds { get; } = new(Enum.GetValues<Flavour>(), [false, true]);

    [Theory, MemberData(nameof(Kinds))]
    public async Task The_mails_of_another_account_go_on_their_way(Flavour flavour, bool speaks)
    {
        await using var hung = new LoopbackServer((connection, end) => HangAsync(connection, speaks, TimeSpan.FromMinutes(1), end));
        await using var sink = MailSink.Start();
        using var msmtp = new QueueingMailer(flavour);
        msmtp.Configure($"""
            host 127.0.0.1
            from me@example.org
            timeout 300
            account hung
            port {hung.Port}
            account good
            port {sink.Port}

            """, "always");
        await PutAsync(msmtp, "hung", 2);
        await PutAsync(msmtp, "good", 3);

        await using var run = Conversation.Start(msmtp.Runner([], "--queue-run"));

        for (var i = 0; i < 3; i++)
            Assert.Equal(["you@example.net"], (await sink.NextMailAsync(TestContext.Current.CancellationToken)).Recipients);
        Assert.True(run.IsRunning);
        await Eventually.TrueAsync(
            "only the mails of the other account are left",
            async () => (await msmtp.ListAsync()).Count == 2,
            TestContext.Current.CancellationToken);
    }

    // Each octet is in time: what counts is that the whole exchange is not.
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task It_is_given_up_though_it_never_stops_talking(Flavour flavour)
    {
        var pause = TimeSpan.FromMilliseconds(200);
        await using var hung = new LoopbackServer((connection, end) => HangAsync(connection, speaks: true, pause, end));
        using var msmtp = new QueueingMailer(flavour);
        msmtp.Configure($"host 127.0.0.1\nport {hung.Port}\nfrom me@example.org\ntimeout 2\n", "always");
        await PutAsync(msmtp, "default", 2);

        await msmtp.FlushAsync();

        Assert.All(await msmtp.ListAsync(), static mail => Assert.Equal("waiting", mail.State));
    }

    static async Task PutAsync(QueueingMailer msmtp, string account, int count)
    {
        for (var i = 0; i < count; i++)
            Assert.Equal(0, (await msmtp.SendAsync(Mails.Ordinary, "-a", account, "you@example.net")).ExitCode);
    }

    // It says nothing, or a greeting that never ends.
    static async Task HangAsync(Stream connection, bool speaks, TimeSpan pause, CancellationToken end)
    {
        using var timer = new PeriodicTimer(pause);
        await connection.WriteAsync(speaks ? "2"u8.ToArray() : [], end);
        while (await timer.WaitForNextTickAsync(end))
            if (speaks)
                await connection.WriteAsync("2"u8.ToArray(), end);
    }
}
