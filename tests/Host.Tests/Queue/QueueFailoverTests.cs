using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Queue;

/// <summary>Queued mails of an account that has another one to take its place.</summary>
public sealed class QueueFailoverTests
{
    readonly QueueWorld world = new() { Others = ["b"] };

    [Fact]
    public async Task Mails_go_by_the_other_account_and_the_server_that_is_down_is_asked_once()
    {
        world.Servers.OnOpen = static account => account == "a" ? throw new MailException(QueueWorld.Unreachable) : Task.CompletedTask;
        world.Settings = world.Settings.With(QueueSettings.Connections, 1);
        for (var i = 0; i < 10; i++)
            await world.PutAsync();

        await world.RunAsync();

        Assert.Equal(Enumerable.Repeat("b", 10), world.Servers.Sent.Select(static mail => mail.Account));
        Assert.Equal(["a", "b"], world.Servers.Opened);
        Assert.Equal(AccountPause.None, (await world.AccountAsync()).Pause);
        Assert.All(world.Log, static record => Assert.Equal("b", record.Account.Name));
    }

    [Fact]
    public async Task The_account_is_down_if_all_its_servers_are_and_they_are_tried_in_their_order()
    {
        world.Servers.OnOpen = static _ => throw new MailException(QueueWorld.Unreachable);
        for (var i = 0; i < 10; i++)
            await world.PutAsync();

        await world.RunAsync();
        Assert.Equal(["a", "b"], world.Servers.Opened);
        Assert.Equal(AccountPause.Unreachable, (await world.AccountAsync()).Pause);
        world.Servers.OnOpen = static _ => Task.CompletedTask;
        await world.PassAsync(TimeSpan.FromMinutes(3));

        Assert.Equal(Enumerable.Repeat("a", 10), world.Servers.Sent.Select(static mail => mail.Account));
    }

    [Fact]
    public async Task A_mail_that_the_other_server_puts_off_holds_up_no_other_mail()
    {
        world.Servers.OnOpen = static account => account == "a" ? throw new MailException(QueueWorld.Unreachable) : Task.CompletedTask;
        world.Servers.OnRecipient = static recipient => new ServerReply(recipient == "new@x" ? 450 : 250, null, ["so"]);
        var late = await world.PutAsync("a", "new@x");
        await world.PutAsync("a", "known@x");

        await world.RunAsync();

        Assert.Equal(["known@x"], world.Servers.Sent.SelectMany(static mail => mail.To));
        Assert.Equal(AccountPause.None, (await world.AccountAsync()).Pause);
        Assert.Equal(1, (await world.MailAsync(late))!.Attempts);
    }

    [Fact]
    public async Task A_login_that_is_refused_at_the_other_account_does_not_hold_the_mails()
    {
        world.Servers.OnOpen = static account => throw new MailException(account == "a" ? QueueWorld.Unreachable : QueueWorld.WrongPassword);
        var id = await world.PutAsync();

        await world.RunAsync();

        Assert.Equal(AccountPause.Unreachable, (await world.AccountAsync()).Pause);
        Assert.Contains("authentication failed (method PLAIN)", (await world.MailAsync(id))!.LastFailure!.Message, StringComparison.Ordinal);
    }
}
