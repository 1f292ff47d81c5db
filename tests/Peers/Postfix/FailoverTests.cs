using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>The first server of an account puts the mail off, or is not there; the second one is another door of the same Postfix.</summary>
[Collection<OnePostfix>]
public sealed class FailoverTests(Postfix postfix)
{
    public static MatrixTheoryData<Flavour, Door> PutOff { get; } = new(Enum.GetValues<Flavour>(), [Door.Greylisted, Door.Full]);

    [Theory, MemberData(nameof(PutOff))]
    public async Task A_mail_that_is_put_off_goes_to_the_other_server_once(Flavour flavour, Door door)
    {
        await using var greylist = await postfix.StartGreylistAsync();
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();

        var result = await SendAsync(msmtp, postfix.At(door), mailbox);

        Assert.True((result.ExitCode, result.ErrorText) == (0, ""), result.ToString());
        Assert.Contains($" recipients={mailbox.Address} ", result.OutputText, StringComparison.Ordinal);
        Assert.Equal(Mails.Stored(Mails.Ordinary), Assert.Single(await postfix.DeliveredAsync(mailbox)).Content);
        await postfix.LoggedAsync(door == Door.Greylisted
            ? $"450 4.2.0 <{mailbox.Address}>: Recipient address rejected: Greylisted"
            : "452 4.3.1 Insufficient system storage");
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task With_a_queue_it_is_the_same_and_nothing_is_queued(Flavour flavour)
    {
        await using var greylist = await postfix.StartGreylistAsync();
        using var msmtp = new QueueingMailer(flavour);
        msmtp.Configure($"account other\n{postfix.At(Door.Plain)}account default\n{postfix.At(Door.Greylisted)}failover other\n");
        var mailbox = postfix.NewMailbox();

        var result = await msmtp.SendAsync(Mails.Ordinary, mailbox.Address);

        Assert.True((result.ExitCode, result.ErrorText) == (0, ""), result.ToString());
        Assert.Empty(await msmtp.ListAsync());
        Assert.Single(await postfix.DeliveredAsync(mailbox));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_mail_that_all_put_off_is_queued_and_goes_the_way_that_is_open_first(Flavour flavour)
    {
        await using var greylist = await postfix.StartGreylistAsync();
        using var msmtp = new QueueingMailer(flavour);
        msmtp.Configure($"account other\n{postfix.At(Door.Greylisted)}account default\n{postfix.At(Door.Full)}failover other\n");
        var mailbox = postfix.NewMailbox();

        var result = await msmtp.SendAsync(Mails.Ordinary, mailbox.Address);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("also tried: account default (452 4.3.1 to MAIL)", (await msmtp.OnlyAsync()).Json.GetProperty("error").GetString(), StringComparison.Ordinal);
        await msmtp.EmptyAsync();
        Assert.Single(await postfix.DeliveredAsync(mailbox));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_server_that_is_dead_a_name_that_is_none_and_one_that_is_silent_are_passed_over(Flavour flavour)
    {
        using var full = new FullServer();
        await using var silent = new EndingServer(EndingStage.Greeting, EndingWay.Stall);
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();
        var others = $"""
            account refused
            host 127.0.0.1
            port {LoopbackServer.ClosedPort()}
            account blackhole
            host 127.0.0.1
            port {full.Port}
            timeout 1
            account silent
            host 127.0.0.1
            port {silent.Port}
            timeout 1
            account nobody
            host no-such-host.invalid

            """;

        var result = await msmtp.SendAsync(
            Mails.Ordinary, $"{others}account good\n{postfix.At(Door.Plain)}account default : refused\nfrom sender@localhost\nfailover nobody, blackhole, silent, good\n",
            "-X", "-", mailbox.Address);

        Assert.True((result.ExitCode, result.ErrorText) == (0, ""), result.ToString());
        Assert.Single(await postfix.DeliveredAsync(mailbox));
        Assert.Equal(1, silent.Clients);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_refused_login_and_a_refused_recipient_are_told_and_nobody_else_is_asked(Flavour flavour)
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();

        var login = await SendAsync(msmtp, postfix.At(Door.Unprotected) + "auth plain\nuser alice\npasswordeval echo wrong\n", mailbox);
        var recipient = await SendAsync(msmtp, postfix.At(Door.Plain), mailbox, "stranger@localhost");

        Assert.Equal(((int)ExitCode.NoPerm, (int)ExitCode.DataErr), (login.ExitCode, recipient.ExitCode));
        Assert.Empty(await postfix.DeliveredAsync(mailbox));
    }

    Task<CommandResult> SendAsync(Mailer msmtp, string first, Mailbox mailbox, params string[] more) => msmtp.SendAsync(
        Mails.Ordinary, $"account good\n{postfix.At(Door.SevenBit)}account default\n{first}failover good\n", ["-X", "-", mailbox.Address, .. more]);
}
