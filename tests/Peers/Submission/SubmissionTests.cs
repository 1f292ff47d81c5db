using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>Mail programs that speak SMTP, with our command at the other end, and a server behind it.</summary>
public sealed class SubmissionTests
{
    public static TheoryData<Flavour, SubmissionPlace, SubmissionClient> All { get; } = Pairs(Enum.GetValues<SubmissionClient>());

    public static TheoryData<Flavour, SubmissionPlace, SubmissionClient> Told { get; } =
        Pairs(Enum.GetValues<SubmissionClient>(), SubmissionPlace.StandardInput, SubmissionPlace.Command);

    public static TheoryData<Flavour, SubmissionPlace, SubmissionClient> Persistent { get; } = Pairs(SubmissionClients.Persistent);

    [Theory, MemberData(nameof(All))]
    public async Task A_mail_arrives_whole_at_all_its_recipients(Flavour flavour, SubmissionPlace place, SubmissionClient client)
    {
        await using var user = new SendmailUser(flavour);
        await using var submission = await Submission.OpenAsync(user, place);

        var result = await SubmissionClients.SendAsync(user, client, submission, "one@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        var mail = await user.ArrivedAsync();
        Assert.Equal("me@example.org", mail.Envelope.Sender);
        Assert.Equal(["one@example.net", "three@example.net"], mail.Recipients);
        Assert.Equal(["a subject"], mail.Field("Subject"));
        Assert.Empty(mail.Field("Bcc"));
        Assert.Equal(SubmissionClients.Body, mail.Body().TrimEnd('\n'));
        Assert.Null(user.Sink.TakeMail());
    }

    public static MatrixTheoryData<Installation, SubmissionClient> Strict { get; } =
        new([Installation.NativeAndStrict, Installation.ManagedAndStrict], [SubmissionClient.Symfony, SubmissionClient.Laravel]);

    [Theory, MemberData(nameof(Strict))]
    public async Task A_strict_sendmail_holds_a_session_too(Installation installation, SubmissionClient client)
    {
        await using var user = new SendmailUser(installation);
        await using var submission = await Submission.OpenAsync(user, SubmissionPlace.StandardInput);

        var result = await SubmissionClients.SendAsync(user, client, submission, "one@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(["one@example.net", "three@example.net"], (await user.ArrivedAsync()).Recipients);
    }

    [Theory, MemberData(nameof(Persistent))]
    public async Task Ten_mails_go_over_one_session(Flavour flavour, SubmissionPlace place, SubmissionClient client)
    {
        await using var user = new SendmailUser(flavour);
        await using var submission = await Submission.OpenAsync(user, place);
        string[] to = [.. Enumerable.Range(0, 10).Select(static number => $"box{number}@example.net")];

        var result = await SubmissionClients.SendAsync(user, client, submission, to);

        Assert.True(result.ExitCode == 0, result.ToString());
        var arrived = new List<string>();
        for (var i = 0; i < to.Length; i++)
            arrived.Add((await user.ArrivedAsync()).Recipients[0]);
        Assert.Equal(to, arrived.Order(StringComparer.Ordinal));
        Assert.Null(user.Sink.TakeMail());
    }

    [Theory, MemberData(nameof(Told))]
    public async Task The_program_is_told_that_a_recipient_was_refused(Flavour flavour, SubmissionPlace place, SubmissionClient client)
    {
        await using var user = new SendmailUser(flavour);
        await using var submission = await Submission.OpenAsync(user, place);

        var result = await SubmissionClients.SendAsync(user, client, submission, SendmailUser.Stranger);

        Assert.True(result.ExitCode != 0, result.ToString());
        Assert.Null(user.Sink.TakeMail());
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Without_its_server_the_queue_takes_a_mail_that_is_sent_when_the_server_is_back(Flavour flavour)
    {
        await using var user = new SendmailUser(flavour);
        user.Write(".msmtprc", At(LoopbackServer.ClosedPort()));
        await using var submission = await Submission.OpenAsync(user, SubmissionPlace.Queue);

        var result = await SubmissionClients.SendAsync(user, SubmissionClient.Python, submission, "one@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        user.Write(".msmtprc", At(user.Sink.Port));
        await Eventually.TrueAsync(
            "the queue is empty",
            async () =>
            {
                await user.RunAsync(user.Sendmail, ["-q"]);
                return (await user.RunAsync(user.Sendmail, ["--queue-list=json"])).OutputText == "[]\n";
            },
            TestContext.Current.CancellationToken);
        Assert.Equal(["one@example.net", "three@example.net"], (await user.ArrivedAsync()).Recipients);
        Assert.Null(user.Sink.TakeMail());
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Without_its_server_a_command_makes_the_program_try_again(Flavour flavour)
    {
        await using var user = new SendmailUser(flavour);
        user.Write(".msmtprc", At(LoopbackServer.ClosedPort()));
        await using var submission = await Submission.OpenAsync(user, SubmissionPlace.Command);

        var result = await SubmissionClients.SendAsync(user, SubmissionClient.Python, submission, "one@example.net");

        Assert.True(result.ExitCode != 0, result.ToString());
        Assert.Contains("(451, ", result.ErrorText, StringComparison.Ordinal);
    }

    static string At(int port) => $"host 127.0.0.1\nport {port}\nfrom user@example.org\n";

    static TheoryData<Flavour, SubmissionPlace, SubmissionClient> Pairs(
        IReadOnlyList<SubmissionClient> clients, params SubmissionPlace[] places)
    {
        var data = new TheoryData<Flavour, SubmissionPlace, SubmissionClient>();
        foreach (var flavour in Enum.GetValues<Flavour>())
            foreach (var place in places is [] ? Enum.GetValues<SubmissionPlace>() : places)
                foreach (var client in clients)
                    if (place != SubmissionPlace.StandardInput || SubmissionClients.OverPipes.Contains(client))
                        data.Add(flavour, place, client);
        return data;
    }
}
