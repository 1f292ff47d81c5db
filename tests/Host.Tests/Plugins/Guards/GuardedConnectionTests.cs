using System.Net;
using System.Reflection;
using Msmtp.Hosting;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Msmtp.Host.Tests.Plugins.Guards;

/// <summary>What a stranger's connection throws is a failure that names its plugin, at the place where whoever uses it looks for one.</summary>
public sealed class GuardedConnectionTests : IAsyncDisposable
{
    const string Said = "plugin Connector.Stranger failed: FormatException: no";

    readonly ConnectionStream stranger = Substitute.For<ConnectionStream>();
    readonly GuardedConnection connection;

    public GuardedConnectionTests() =>
        connection = new GuardedConnection(new PluginGuard(new PluginOrigin("Connector.Stranger", "1.0"), TimeProvider.System), stranger);

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static FormatException Thrown => new("no");

    [Fact]
    public async Task What_reading_and_writing_throw_is_an_IOException_that_names_the_plugin()
    {
        stranger.ReadAsync(Arg.Any<Memory<byte>>(), Arg.Any<CancellationToken>()).Throws(Thrown);
        stranger.WriteAsync(Arg.Any<ReadOnlyMemory<byte>>(), Arg.Any<CancellationToken>()).Throws(Thrown);
        stranger.FlushAsync(Arg.Any<CancellationToken>()).Throws(Thrown);
        stranger.When(static s => s.Flush()).Do(static _ => throw Thrown);

        Exception[] failures =
        [
            await Assert.ThrowsAsync<IOException>(async () => await connection.ReadExactlyAsync(new byte[1], Token)),
            await Assert.ThrowsAsync<IOException>(async () => await connection.WriteAsync(new byte[1], Token)),
            await Assert.ThrowsAsync<IOException>(() => connection.FlushAsync(Token)),
            Assert.Throws<IOException>(connection.Flush),
        ];

        Assert.All(failures, static e => Assert.Equal(Said, e.Message));
    }

    [Fact]
    public void So_is_what_blocking_calls_throw()
    {
        using var guarded = new GuardedConnection(new PluginGuard(new PluginOrigin("Connector.Stranger", "1.0"), TimeProvider.System), new Blocking());

        Assert.Equal(Said, Assert.Throws<IOException>(() => guarded.ReadByte()).Message);
        Assert.Equal(Said, Assert.Throws<IOException>(() => guarded.WriteByte(1)).Message);
    }

    [Fact]
    public async Task What_it_says_of_itself_or_does_besides_is_a_failure_that_names_the_plugin()
    {
        stranger.Tls.Throws(Thrown);
        stranger.LocalAddress.Throws(Thrown);
        stranger.RemoteAddress.Throws(Thrown);
        stranger.IsIdle.Throws(Thrown);
        stranger.When(static s => s.SetDeadline(Arg.Any<TimeSpan?>())).Do(static _ => throw Thrown);
        stranger.WaitToReadAsync(Arg.Any<TimeSpan>(), Arg.Any<CancellationToken>()).Throws(Thrown);
        stranger.TryReadAsync(Arg.Any<Memory<byte>>(), Arg.Any<CancellationToken>()).Throws(Thrown);
        stranger.FindRemoteNameAsync(Arg.Any<CancellationToken>()).Throws(Thrown);
        stranger.StartTlsAsync(Arg.Any<CancellationToken>()).Throws(Thrown);

        MailException[] failures =
        [
            Assert.Throws<MailException>(() => connection.Tls),
            Assert.Throws<MailException>(() => connection.LocalAddress),
            Assert.Throws<MailException>(() => connection.RemoteAddress),
            Assert.Throws<MailException>(() => connection.IsIdle),
            Assert.Throws<MailException>(() => connection.SetDeadline(null)),
            await Assert.ThrowsAsync<MailException>(async () => await connection.WaitToReadAsync(TimeSpan.Zero, Token)),
            await Assert.ThrowsAsync<MailException>(async () => await connection.TryReadAsync(new byte[1], Token)),
            await Assert.ThrowsAsync<MailException>(async () => await connection.FindRemoteNameAsync(Token)),
            await Assert.ThrowsAsync<MailException>(async () => await connection.StartTlsAsync(Token)),
        ];

        Assert.All(failures, static e => Assert.Equal((ExitCode.Software, Said), (e.ExitCode, e.Message)));
        Assert.Equal(DeliveryStage.Tls, failures[^1].Stage);
    }

    [Fact]
    public async Task What_the_contract_allows_goes_through()
    {
        var lost = new IOException("Connection reset by peer");
        var verdict = new MailException(ExitCode.Protocol, DeliveryStage.Tls, "the certificate is not trusted");
        stranger.ReadAsync(Arg.Any<Memory<byte>>(), Arg.Any<CancellationToken>()).Throws(lost);
        stranger.WriteAsync(Arg.Any<ReadOnlyMemory<byte>>(), Arg.Any<CancellationToken>()).Throws(new OperationCanceledException());
        stranger.StartTlsAsync(Arg.Any<CancellationToken>()).Throws(verdict);

        Assert.Same(lost, await Assert.ThrowsAsync<IOException>(async () => await connection.ReadExactlyAsync(new byte[1], Token)));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await connection.WriteAsync(new byte[1], Token));
        Assert.Same(verdict, await Assert.ThrowsAsync<MailException>(async () => await connection.StartTlsAsync(Token)));
    }

    [Fact]
    public async Task Octets_that_nobody_has_written_into_the_block_are_none()
    {
        stranger.ReadAsync(Arg.Any<Memory<byte>>(), Arg.Any<CancellationToken>()).Returns(2);

        var e = await Assert.ThrowsAsync<IOException>(async () => await connection.ReadExactlyAsync(new byte[1], Token));

        Assert.Equal("plugin Connector.Stranger failed: it read 2 octets into 1", e.Message);
    }

    [Fact]
    public async Task Closing_it_never_throws_and_closes_it()
    {
        stranger.DisposeAsync().Throws(Thrown);

        await connection.DisposeAsync();

        await stranger.Received(1).DisposeAsync();
    }

    // A member that is added to the contract and forgotten here would not reach the plugin.
    [Fact]
    public void Every_member_of_the_contract_is_handed_on()
    {
        const BindingFlags own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly;
        string[] saidOnce = ["get_CanRead", "get_CanWrite", "get_CanSeek", "get_Length", "get_Position", "set_Position", "Seek", "SetLength"];
        var contract = typeof(ConnectionStream).GetMethods(own)
            .Where(method => method is { IsVirtual: true, IsFinal: false } && !saidOnce.Contains(method.Name) && method.GetParameters() is not [{ ParameterType.IsArray: true }, ..]);

        var guarded = typeof(GuardedConnection).GetMethods(own).Select(static method => method.ToString()).ToList();

        Assert.Empty(contract.Select(static method => method.ToString()).Except(guarded));
    }

    /// <summary>Spans cannot be stood in for.</summary>
    sealed class Blocking : ConnectionStream
    {
        public override TlsSession? Tls => null;

        public override IPAddress? LocalAddress => null;

        public override IPAddress? RemoteAddress => null;

        public override bool IsIdle => true;

        public override void SetDeadline(TimeSpan? fromNow)
        {
        }

        public override ValueTask<bool> WaitToReadAsync(TimeSpan within, CancellationToken cancellationToken) => new(false);

        public override ValueTask<int?> TryReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => new((int?)null);

        public override ValueTask StartTlsAsync(CancellationToken cancellationToken) => default;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(0);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => default;

        public override int Read(Span<byte> buffer) => throw Thrown;

        public override void Write(ReadOnlySpan<byte> buffer) => throw Thrown;
    }
}
