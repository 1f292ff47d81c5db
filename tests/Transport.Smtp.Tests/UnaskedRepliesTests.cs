using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Transport.Smtp.Tests;

/// <summary>What a server says unasked, told apart over TLS from what TLS says to itself.</summary>
public sealed class UnaskedRepliesTests : IDisposable
{
    static readonly Authority Root = new("Root");

    readonly TempDirectory folder = new();

    public static MatrixTheoryData<IoMode, bool> Ways { get; } = new([IoMode.Blocking, IoMode.Asynchronous], [true, false]);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory, MemberData(nameof(Ways))]
    public async Task Tickets_are_no_reply_and_a_reply_is_one(IoMode io, bool isEncrypted)
    {
        using var turn = new SemaphoreSlim(0);
        using var done = new SemaphoreSlim(0);
        await using var server = Start(isEncrypted, async (stream, cancellationToken) =>
        {
            foreach (var said in new[] { "", "220 ready\r\n", "250 sure\r\n421 bye\r\n" })
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(said), cancellationToken);
                done.Release();
                await turn.WaitAsync(cancellationToken);
            }
        });
        await using var connection = await ConnectAsync(server.Port, io, isEncrypted);

        await done.WaitAsync(Token);
        Assert.False(await connection.HasSpokenAsync(Token));
        Assert.False(await connection.HasSpokenAsync(Token));
        turn.Release();
        await done.WaitAsync(Token);
        Assert.Equal(220, (await connection.ReadReplyAsync(DeliveryStage.Greeting, Token)).Code);
        Assert.False(await connection.HasSpokenAsync(Token));
        turn.Release();
        await done.WaitAsync(Token);
        Assert.True(await connection.HasSpokenAsync(Token));
        Assert.Equal(250, connection.Unasked?.Code);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_server_that_has_left_is_noticed(IoMode io, bool isEncrypted)
    {
        var left = new TaskCompletionSource();
        await using var server = Start(isEncrypted, (stream, _) =>
        {
            stream.Dispose();
            left.SetResult();
            return Task.CompletedTask;
        });
        await using var connection = await ConnectAsync(server.Port, io, isEncrypted);

        await left.Task.WaitAsync(Token);

        await Assert.ThrowsAsync<MailException>(async () => await connection.HasSpokenAsync(Token));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_mail_whose_end_is_late_is_not_answered_by_what_came_before_it(IoMode io, bool isEncrypted)
    {
        var hasAnswered = new TaskCompletionSource();
        var isComing = new TaskCompletionSource<string>();
        await using var server = Start(isEncrypted, async (stream, cancellationToken) =>
        {
            var reader = new StreamReader(stream, Encoding.ASCII);
            foreach (var reply in new[] { "250 ok\r\n", "250 ok\r\n", "354 go on\r\n" })
            {
                await reader.ReadLineAsync(cancellationToken);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(reply), cancellationToken);
            }
            await stream.WriteAsync("554 no, by what I have heard\r\n"u8.ToArray(), cancellationToken);
            hasAnswered.SetResult();
            isComing.SetResult(await reader.ReadToEndAsync(cancellationToken));
        });
        await using (var connection = await ConnectAsync(server.Port, io, isEncrypted))
        {
            var mail = Some.Mail("a@x");
            var late = mail with { Content = mail.Content with { Body = new LateStream(hasAnswered.Task) } };
            var terms = new TransactionTerms(MailProtocol.Smtp, Pipelining: false, new DsnTerms(new DsnRequest(null, null), IsOffered: false));

            var failure = await Assert.ThrowsAsync<MailException>(
                () => new MailTransaction(connection, late, WireEnvelope.Of(late, Capabilities.None), terms).RunAsync(Token).AsTask());

            Assert.Equal((ExitCode.Unavailable, 554), (failure.ExitCode, failure.Reply?.Code));
            Assert.False(failure.MayHaveBeenDelivered);
        }
        Assert.DoesNotContain(".", await isComing.Task.WaitAsync(Token), StringComparison.Ordinal);
    }

    static LoopbackServer Start(bool isEncrypted, Func<Stream, CancellationToken, Task> serve) =>
        isEncrypted ? TlsServer.Start(TlsServer.Options(Root.Issue("localhost")), serve) : new LoopbackServer(serve);

    async Task<SmtpConnection> ConnectAsync(int port, IoMode io, bool isEncrypted)
    {
        var settings = new AccountSettingsBuilder()
            .Set(CommonSettings.Host, "localhost").Set(CommonSettings.Port, port).Set(CommonSettings.Timeout, TimeSpan.FromSeconds(20))
            .Set(CommonSettings.TlsTrustFile, folder.Write("root.pem", Root.Pem)).Build();
        var context = Given.Context(io, settings);
        var request = new ConnectionRequest { Security = isEncrypted ? ConnectionSecurity.StartTls : ConnectionSecurity.None };
        var connection = new SmtpConnection(await context.Connector.ConnectAsync(request, Token), context);
        if (isEncrypted)
            await connection.EncryptAsync(Token);
        return connection;
    }

    // A body of nothing, whose end comes when a task has ended.
    sealed class LateStream(Task end) : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await end.WaitAsync(cancellationToken);
            return 0;
        }
    }
}
