using System.Net;
using System.Text;
using Msmtp.Testing;

namespace Msmtp.Secrets.OAuth.Tests.Support;

/// <summary>
/// A network with one server, which says the same whatever it hears, octet by octet, and then nothing more or the same again: each octet
/// takes a second on the test's clock. Nothing waits, so that nothing can hang.
/// </summary>
sealed class ScriptedConnector(ManualTime time, string says) : IConnector
{
    /// <summary>It says it again and again.</summary>
    public bool IsEndless { get; init; }

    /// <summary>How long connecting takes.</summary>
    public TimeSpan Connecting { get; init; }

    /// <summary>What connecting fails with; null for nothing.</summary>
    public MailException? Failure { get; init; }

    /// <summary>What reading fails with, instead of an end; null for nothing.</summary>
    public IOException? Break { get; init; }

    /// <summary>The address of the other end; null behind a proxy.</summary>
    public IPAddress? Address { get; init; } = IPAddress.Loopback;

    /// <summary>The connections that were asked for.</summary>
    public List<ConnectionRequest> Requests { get; } = [];

    /// <summary>What was written.</summary>
    public List<string> Heard { get; } = [];

    /// <summary>How many connections are open.</summary>
    public int Open { get; private set; }

    public ValueTask<ConnectionStream> ConnectAsync(ConnectionRequest request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        if (Failure is not null)
            throw Failure;
        time.Advance(Connecting);
        Open++;
        return new(new Connection(this, request.Timeout));
    }

    sealed class Connection : ConnectionStream
    {
        readonly ScriptedConnector network;
        DateTimeOffset? deadline;
        int said;

        public Connection(ScriptedConnector network, TimeSpan? timeout)
        {
            this.network = network;
            SetDeadline(timeout);
        }

        public override TlsSession? Tls => null;

        public override IPAddress? LocalAddress => null;

        public override IPAddress? RemoteAddress => network.Address;

        public override bool IsIdle => true;

        public override void SetDeadline(TimeSpan? fromNow) => deadline = network.Now + fromNow;

        public override ValueTask<bool> WaitToReadAsync(TimeSpan within, CancellationToken cancellationToken) => new(false);

        public override ValueTask<int?> TryReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => new((int?)null);

        public override ValueTask StartTlsAsync(CancellationToken cancellationToken) => throw new InvalidOperationException();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            network.Heard.Add(Encoding.Latin1.GetString(buffer.Span));
            return default;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            network.Pass();
            if (deadline <= network.Now)
                throw new IOException("the operation timed out", new TimeoutException());
            if (network.Says(said++) is not { } octet)
                return network.Break is { } broken ? throw broken : new(0);
            buffer.Span[0] = octet;
            return new(1);
        }

        protected override void Dispose(bool disposing)
        {
            network.Open--;
            base.Dispose(disposing);
        }
    }

    DateTimeOffset Now => time.GetUtcNow();

    void Pass() => time.Advance(TimeSpan.FromSeconds(1));

    byte? Says(int at) => at < says.Length || IsEndless ? (byte)says[at % says.Length] : null;
}
