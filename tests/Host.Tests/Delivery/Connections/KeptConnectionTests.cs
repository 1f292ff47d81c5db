using Msmtp.Hosting;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Msmtp.Host.Tests.Delivery.Connections;

public sealed class KeptConnectionTests : IAsyncDisposable
{
    static readonly ConnectionKey Key = new("smtp", new MailAccount(AccountSettings.Empty.With(CommonSettings.Host, "h")));

    readonly List<ITransport> opened = [];
    readonly KeptConnection kept = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => kept.DisposeAsync();

    [Fact]
    public async Task One_mail_after_another_has_the_same_connection_until_it_is_closed()
    {
        var mails = new List<int>();
        for (var i = 0; i < 3; i++)
            mails.Add(await SendAsync(Key));
        await kept.DisposeAsync();

        Assert.Equal([1, 2, 3], mails);
        await Assert.Single(opened).Received(1).DisposeAsync();
    }

    [Fact]
    public async Task One_that_broke_is_replaced()
    {
        await SendAsync(Key, hasEnded: false);
        await SendAsync(Key);

        Assert.Equal(2, opened.Count);
        await opened[0].Received(1).DisposeAsync();
        await opened[1].DidNotReceive().DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_is_not_ready_is_replaced_however_it_says_so(bool throws)
    {
        await SendAsync(Key);
        if (throws)
            opened[0].IsReadyAsync(Arg.Any<CancellationToken>()).Throws(new IOException("gone"));
        else
            opened[0].IsReadyAsync(Arg.Any<CancellationToken>()).Returns(new ValueTask<bool>(false));
        await SendAsync(Key);

        Assert.Equal(2, opened.Count);
        await opened[0].Received(1).DisposeAsync();
    }

    [Fact]
    public async Task Another_server_has_another_connection()
    {
        await SendAsync(Key);
        await SendAsync(new ConnectionKey("smtp", new MailAccount(AccountSettings.Empty.With(CommonSettings.Host, "other"))));

        Assert.Equal(2, opened.Count);
        await opened[0].Received(1).DisposeAsync();
    }

    [Fact]
    public async Task After_a_hundred_mails_it_is_replaced()
    {
        for (var i = 0; i < 101; i++)
            await SendAsync(Key);

        Assert.Equal(2, opened.Count);
    }

    async Task<int> SendAsync(ConnectionKey key, bool hasEnded = true)
    {
        await using var connection = await kept.RentAsync(key, _ => new(Open()), Token);
        connection.HasEnded = hasEnded;
        return connection.Mails;
    }

    ITransport Open()
    {
        var transport = Substitute.For<ITransport>();
        transport.IsReadyAsync(Arg.Any<CancellationToken>()).Returns(new ValueTask<bool>(true));
        opened.Add(transport);
        return transport;
    }
}
