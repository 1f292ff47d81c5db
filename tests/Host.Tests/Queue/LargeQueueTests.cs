namespace Msmtp.Host.Tests.Queue;

/// <summary>What the runner does with a queue does not depend on what else is in it.</summary>
[Collection(nameof(Alone))]
public sealed class LargeQueueTests
{
    const int Mails = 100_000;

    readonly QueueWorld world = new();

    [Fact]
    public async Task A_hundred_thousand_mails_are_listed_once_and_sent_a_hundred_over_each_connection()
    {
        var lists = 0;
        world.Faults.OnCall = (call, _) => lists += call == QueueCall.List ? 1 : 0;
        for (var i = 0; i < Mails; i++)
            await world.PutAsync();

        await world.RunAsync();

        Assert.Equal((Mails, 1), (world.Servers.Sent.Count, lists));
        Assert.InRange(world.Servers.Opened.Count, 1000, 1002);
    }

    [Fact]
    public async Task A_hundred_thousand_mails_of_a_server_that_is_away_cost_one_connection_and_one_note_each()
    {
        var notes = 0;
        world.Faults.OnCall = (call, _) => notes += call == QueueCall.End ? 1 : 0;
        world.Servers.OnOpen = static _ => throw new MailException(QueueWorld.Unreachable);
        for (var i = 0; i < Mails; i++)
            await world.PutAsync();

        await world.RunAsync();

        Assert.Equal((1, Mails), (world.Servers.Opened.Count, notes));
    }
}
