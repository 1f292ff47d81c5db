using Msmtp.Server;
using Msmtp.Testing;

namespace Msmtp.Cli.Tests.Serving;

/// <summary>Who may see and change what in the queue of the service.</summary>
public sealed class QueueVerbTests
{
    const string Alice = "uid 1001", Bob = "uid 1002", Root = "uid 0";

    readonly MemoryMailQueue queue = new(TimeProvider.System);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_mails_of_others_do_not_exist()
    {
        var hers = await PutAsync(Alice);

        var listed = await AskAsync(Bob, "LIST");
        var deleted = await AskAsync(Bob, $"DELETE {hers}");

        Assert.DoesNotContain(listed.Lines, line => line.Contains(hers, StringComparison.Ordinal));
        Assert.Equal(550, deleted.Code);
        Assert.Single(await queue.ListAsync(Token));
    }

    [Fact]
    public async Task Everybody_changes_his_own()
    {
        var hers = await PutAsync(Alice);
        await PutAsync(Bob);

        var deleted = await AskAsync(Alice, "DELETE all");

        Assert.Equal((250, $"{hers}: deleted"), (deleted.Code, Assert.Single(deleted.Lines)));
        Assert.Equal(Bob, Assert.Single(await queue.ListAsync(Token)).Submitter);
    }

    [Theory]
    [InlineData(AccountPause.Held, 450)]
    [InlineData(AccountPause.Throttled, 450)]
    [InlineData(AccountPause.Unreachable, 250)]
    [InlineData(AccountPause.None, 250)]
    public async Task A_login_that_is_refused_is_not_tried_as_often_as_a_user_likes(AccountPause pause, int code)
    {
        var hers = await PutAsync(Alice);
        await queue.ChangeAccountAsync(new MailOrigin().Key, state => state with { Pause = pause }, Token);

        Assert.Equal(code, (await AskAsync(Alice, $"RETRY {hers}")).Code);
        Assert.Equal(250, (await AskAsync(Root, $"RETRY {hers}")).Code);
    }

    ValueTask<SmtpReply> AskAsync(string user, string words) =>
        new QueueVerb([queue], TimeProvider.System).AnswerAsync(new SmtpClientFacts { Name = "x", SystemUser = user }, words, Token);

    async Task<string> PutAsync(string submitter)
    {
        var envelope = new SmtpEnvelope(new ReversePath("me@example.org"), [new ForwardPath("you@example.net")]);
        var mail = new QueueSubmission(envelope, new MessageContent("\n"u8.ToArray(), Stream.Null), new MailOrigin()) { Submitter = submitter };
        return (await queue.PutAsync(mail, Token)).Id;
    }
}
