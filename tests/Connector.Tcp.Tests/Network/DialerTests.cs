using System.Net;
using System.Net.Sockets;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Connector.Tcp.Tests.Network;

public sealed class DialerTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<IoMode> Modes => [IoMode.Blocking, IoMode.Asynchronous];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_refused_connection_is_tried_again_later(IoMode io)
    {
        var port = LoopbackServer.ClosedPort();

        var failure = await FailureAsync(io, Given.Server(port));

        Assert.Equal($"cannot connect to 127.0.0.1, port {port}: Connection refused", failure.Message);
        Assert.Equal((ExitCode.TempFail, DeliveryStage.Connect), (failure.ExitCode, failure.Stage));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_refusal_is_told_with_a_timeout_too(IoMode io)
    {
        var port = LoopbackServer.ClosedPort();

        var failure = await FailureAsync(io, Given.Server(port).With(CommonSettings.Timeout, TimeSpan.FromSeconds(30)));

        Assert.Equal($"cannot connect to 127.0.0.1, port {port}: Connection refused", failure.Message);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_server_that_takes_no_connection_is_given_up_in_time(IoMode io)
    {
        using var server = new FullServer();

        var failure = await FailureAsync(io, Given.Server(server.Port).With(CommonSettings.Timeout, TimeSpan.FromMilliseconds(200)));

        Assert.Equal($"cannot connect to 127.0.0.1, port {server.Port}: Connection timed out", failure.Message);
        Assert.Equal(ExitCode.TempFail, failure.ExitCode);
    }

    [Theory]
    [InlineData("0.0.0.0", IoMode.Blocking)]
    [InlineData("0", IoMode.Asynchronous)]
    [InlineData("::", IoMode.Blocking)]
    public async Task The_unspecified_address_is_this_machine(string host, IoMode io)
    {
        var port = LoopbackServer.ClosedPort();

        var failure = await FailureAsync(io, Given.Server(host, port));

        Assert.Equal($"cannot connect to {host}, port {port}: Connection refused", failure.Message);
    }

    [Theory]
    [InlineData("no.such.host.invalid")]
    [InlineData("")]
    [InlineData("a b")]
    public async Task An_unknown_host_cannot_be_located(string host)
    {
        var failure = await FailureAsync(IoMode.Blocking, Given.Server(host, 25));

        Assert.StartsWith($"cannot locate host {host}: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal((ExitCode.NoHost, DeliveryStage.Resolve), (failure.ExitCode, failure.Stage));
    }

    [Fact]
    public async Task A_name_longer_than_names_are_cannot_be_located()
    {
        var failure = await FailureAsync(IoMode.Asynchronous, Given.Server(new string('a', 300), 25));

        Assert.Equal(ExitCode.NoHost, failure.ExitCode);
    }

    [Theory]
    [InlineData("300.1.1.1", "Invalid argument")]
    [InlineData("localhost", "Invalid argument")]
    [InlineData("fe80::1%1", "Invalid argument")]
    [InlineData("0::1", "Address family not supported by protocol")]
    [InlineData("192.0.2.7", "Cannot assign requested address")]
    public async Task A_source_that_is_not_ours_cannot_be_bound(string source, string why)
    {
        var failure = await FailureAsync(IoMode.Blocking, Given.Server(25).With(NetworkSettings.SourceIp, source));

        Assert.Equal($"cannot bind source ip {source}: {why}", failure.Message);
        Assert.Equal((ExitCode.OsErr, DeliveryStage.Connect), (failure.ExitCode, failure.Stage));
    }

    [Fact]
    public async Task The_peer_sees_the_source_that_was_asked_for()
    {
        var seen = new TaskCompletionSource<EndPoint?>();
        await using var server = new LoopbackServer((connection, _) =>
        {
            seen.SetResult(((NetworkStream)connection).Socket.RemoteEndPoint);
            return Task.CompletedTask;
        });

        await using var stream = await Dialer.ConnectAsync(
            Given.Context(IoMode.Blocking, Given.Server(server.Port).With(NetworkSettings.SourceIp, "127.0.0.9")).Own(), Token);

        Assert.Equal("127.0.0.9", ((IPEndPoint?)await seen.Task)?.Address.ToString());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_stream_knows_the_address_it_reached(IoMode io)
    {
        await using var server = new LoopbackServer(HelloAsync);

        await using var stream = await Dialer.ConnectAsync(Given.Context(io, Given.Server("127.1", server.Port)).Own(), Token);

        Assert.Equal("127.0.0.1", stream.Peer?.Address.ToString());
        Assert.NotEqual("127.0.0.1", await stream.Peer!.FindNameAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_socket_comes_before_host_and_proxy(IoMode io)
    {
        using var folder = new TempDirectory();
        var path = folder.File("smtp");
        await using var server = new LoopbackServer(new UnixDomainSocketEndPoint(path), HelloAsync);
        var settings = Given.Server(LoopbackServer.ClosedPort())
            .With(CommonSettings.Socket, path)
            .With(NetworkSettings.ProxyHost, "127.0.0.1")
            .With(CommonSettings.Timeout, TimeSpan.FromSeconds(30));

        await using var stream = await Dialer.ConnectAsync(Given.Context(io, settings).Own(), Token);

        Assert.Equal("220", await ReadAsync(stream));
        Assert.Null(stream.Peer);
    }

    [Fact]
    public async Task A_socket_that_is_not_there_is_tried_again_later()
    {
        var failure = await FailureAsync(IoMode.Blocking, AccountSettings.Empty.With(CommonSettings.Socket, "/nowhere/smtp"));

        Assert.Equal("cannot connect to /nowhere/smtp: No such file or directory", failure.Message);
        Assert.Equal(ExitCode.TempFail, failure.ExitCode);
    }

    [Fact]
    public async Task A_socket_whose_name_is_too_long_is_no_socket()
    {
        var path = "/" + new string('a', 107);

        var failure = await FailureAsync(IoMode.Blocking, AccountSettings.Empty.With(CommonSettings.Socket, path));

        Assert.Equal($"cannot connect to {path}: invalid argument", failure.Message);
        Assert.Equal(ExitCode.IoErr, failure.ExitCode);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_proxy_is_asked_for_the_name_and_then_stands_aside(IoMode io)
    {
        var asked = new MemoryStream();
        await using var proxy = new LoopbackServer(async (connection, cancellationToken) =>
        {
            await CopyAsync(connection, asked, 3, cancellationToken);
            await connection.WriteAsync(new byte[] { 5, 0 }, cancellationToken);
            await CopyAsync(connection, asked, 7 + "mail.example".Length, cancellationToken);
            await connection.WriteAsync(Convert.FromHexString("0500000100000000" + "0000"), cancellationToken);
            await HelloAsync(connection, cancellationToken);
        });

        await using var stream = await Dialer.ConnectAsync(Given.Context(io, Through(proxy, "mail.example")).Own(), Token);

        Assert.Equal("220", await ReadAsync(stream));
        Assert.Null(stream.Peer);
        Assert.Equal("050100" + "05010003" + "0C" + Convert.ToHexString("mail.example"u8) + "0019", Convert.ToHexString(asked.ToArray()));
    }

    [Theory]
    [InlineData("0400", "", "proxy failure: unexpected reply", ExitCode.Unavailable)]
    [InlineData("0502", "", "proxy failure: unexpected reply", ExitCode.Unavailable)]
    [InlineData("05FF", "", "proxy failure: unexpected reply", ExitCode.Unavailable)]
    [InlineData("", "", "network read error", ExitCode.IoErr)]
    [InlineData("0500", "", "network read error", ExitCode.IoErr)]
    [InlineData("0500", "05050001000000000000", "proxy failure: connection refused", ExitCode.Unavailable)]
    public async Task A_failure_of_the_proxy_is_reported(string choice, string reply, string message, ExitCode exitCode)
    {
        await using var proxy = new LoopbackServer(async (connection, cancellationToken) =>
        {
            await CopyAsync(connection, Stream.Null, 3, cancellationToken);
            await connection.WriteAsync(Convert.FromHexString(choice), cancellationToken);
            if (choice is not "0500")
                return;
            await CopyAsync(connection, Stream.Null, 7 + "h".Length, cancellationToken);
            await connection.WriteAsync(Convert.FromHexString(reply), cancellationToken);
        });

        var failure = await FailureAsync(IoMode.Blocking, Through(proxy, "h"));

        Assert.Equal(message, failure.Message);
        Assert.Equal((exitCode, DeliveryStage.Connect), (failure.ExitCode, failure.Stage));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_proxy_that_wants_a_login_gets_it_before_the_request(IoMode io)
    {
        var asked = new MemoryStream();
        await using var proxy = new LoopbackServer(async (connection, cancellationToken) =>
        {
            await CopyAsync(connection, asked, 4, cancellationToken);
            await connection.WriteAsync(new byte[] { 5, 2 }, cancellationToken);
            await CopyAsync(connection, asked, 3 + "jo\u00EB".Length + 1 + "pw".Length, cancellationToken);
            await connection.WriteAsync(new byte[] { 1, 0 }, cancellationToken);
            await CopyAsync(connection, asked, 7 + "h".Length, cancellationToken);
            await connection.WriteAsync(Convert.FromHexString("0500000100000000" + "0000"), cancellationToken);
            await HelloAsync(connection, cancellationToken);
        });

        await using var stream = await Dialer.ConnectAsync(Given.Context(io, WithLogin(Through(proxy, "h"), "jo\u00EB", "pw")).Own(), Token);

        Assert.Equal("220", await ReadAsync(stream));
        Assert.Equal("05020002" + "01046A6FC3AB" + "027077" + "0501000301680019", Convert.ToHexString(asked.ToArray()));
    }

    [Fact]
    public async Task A_proxy_that_lets_everybody_in_does_not_see_the_login()
    {
        var asked = new MemoryStream();
        await using var proxy = new LoopbackServer(async (connection, cancellationToken) =>
        {
            await CopyAsync(connection, asked, 4, cancellationToken);
            await connection.WriteAsync(new byte[] { 5, 0 }, cancellationToken);
            await CopyAsync(connection, asked, 7 + "h".Length, cancellationToken);
            await connection.WriteAsync(Convert.FromHexString("0500000100000000" + "0000"), cancellationToken);
        });

        await using var stream = await Dialer.ConnectAsync(
            Given.Context(IoMode.Blocking, WithLogin(Through(proxy, "h"), "joe", "pw")).Own(), Token);

        Assert.Equal("05020002" + "0501000301680019", Convert.ToHexString(asked.ToArray()));
    }

    [Theory]
    [InlineData("05FF", "", "proxy failure: it takes no login by user name and password", ExitCode.Unavailable)]
    [InlineData("0501", "", "proxy failure: unexpected reply", ExitCode.Unavailable)]
    [InlineData("0502", "0101", "proxy failure: login refused", ExitCode.Unavailable)]
    [InlineData("0502", "0500", "proxy failure: unexpected reply", ExitCode.Unavailable)]
    [InlineData("0502", "01", "network read error", ExitCode.IoErr)]
    [InlineData("0502", "", "network read error", ExitCode.IoErr)]
    public async Task A_login_that_the_proxy_refuses_is_reported(string choice, string verdict, string message, ExitCode exitCode)
    {
        await using var proxy = new LoopbackServer(async (connection, cancellationToken) =>
        {
            await CopyAsync(connection, Stream.Null, 4, cancellationToken);
            await connection.WriteAsync(Convert.FromHexString(choice), cancellationToken);
            if (choice is not "0502")
                return;
            await CopyAsync(connection, Stream.Null, 3 + "joe".Length + "letmein".Length, cancellationToken);
            await connection.WriteAsync(Convert.FromHexString(verdict), cancellationToken);
        });

        var failure = await FailureAsync(IoMode.Blocking, WithLogin(Through(proxy, "h"), "joe", "letmein"));

        Assert.Equal(message, failure.Message);
        Assert.Equal((exitCode, DeliveryStage.Connect), (failure.ExitCode, failure.Stage));
        Assert.DoesNotContain("letmein", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_proxy_that_drips_its_verdict_cannot_hold_it(IoMode io)
    {
        await using var proxy = new LoopbackServer(static async (connection, cancellationToken) =>
        {
            await CopyAsync(connection, Stream.Null, 4, cancellationToken);
            await connection.WriteAsync(new byte[] { 5, 2 }, cancellationToken);
            await CopyAsync(connection, Stream.Null, 3 + "joe".Length + "pw".Length, cancellationToken);
            await connection.WriteAsync(new byte[] { 1 }, cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        var settings = WithLogin(Through(proxy, "h"), "joe", "pw").With(CommonSettings.Timeout, TimeSpan.FromMilliseconds(200));

        var failure = await FailureAsync(io, settings);

        Assert.Equal("network read error: the operation timed out", failure.Message);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_proxy_that_drips_cannot_hold_it(IoMode io)
    {
        await using var proxy = new LoopbackServer(static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));

        var failure = await FailureAsync(io, Through(proxy, "h").With(CommonSettings.Timeout, TimeSpan.FromMilliseconds(200)));

        Assert.Equal("network read error: the operation timed out", failure.Message);
        Assert.Equal(ExitCode.IoErr, failure.ExitCode);
    }

    [Fact]
    public async Task A_name_that_does_not_fit_is_not_sent_to_a_proxy()
    {
        var settings = Given.Server(new string('a', 256), 25).With(NetworkSettings.ProxyHost, "127.0.0.1");

        var failure = await FailureAsync(IoMode.Blocking, settings);

        Assert.Equal("proxy failure: host name too long", failure.Message);
        Assert.Equal(ExitCode.Unavailable, failure.ExitCode);
    }

    static AccountSettings Through(LoopbackServer proxy, string host) => Given.Server(host, 25)
        .With(NetworkSettings.ProxyHost, "127.0.0.1")
        .With(NetworkSettings.ProxyPort, proxy.Port);

    static AccountSettings WithLogin(AccountSettings settings, string user, string password) => settings
        .With(NetworkSettings.ProxyUser, user)
        .With(NetworkSettings.ProxyPassword, Secret.FromText(password));

    static Task<MailException> FailureAsync(IoMode io, AccountSettings settings) =>
        Assert.ThrowsAsync<MailException>(async () => await Dialer.ConnectAsync(Given.Context(io, settings).Own(), Token));

    static Task HelloAsync(Stream connection, CancellationToken cancellationToken) =>
        connection.WriteAsync("220"u8.ToArray(), cancellationToken).AsTask();

    static async Task<string> ReadAsync(Stream stream)
    {
        var octets = new byte[3];
        await stream.ReadExactlyAsync(octets, Token);
        return Encoding.ASCII.GetString(octets);
    }

    static async Task CopyAsync(Stream from, Stream to, int count, CancellationToken cancellationToken)
    {
        var octets = new byte[count];
        await from.ReadExactlyAsync(octets, cancellationToken);
        await to.WriteAsync(octets, cancellationToken);
    }
}
