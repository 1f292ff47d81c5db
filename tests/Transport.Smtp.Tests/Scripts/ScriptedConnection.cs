using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Text;

namespace Msmtp.Transport.Smtp.Tests;

/// <summary>
/// A server that follows a transcript: it says a line when everything that stands before it has been heard. Wrong or
/// missing commands fail the test where they are noticed. Nothing waits, so nothing can hang.
/// </summary>
sealed class ScriptedConnection(IReadOnlyList<ScriptLine> script, int readSize) : ConnectionStream
{
    readonly MemoryStream unheard = new();
    readonly List<byte[]> writes = [];
    readonly List<TimeSpan?> deadlines = [];
    ReadOnlyMemory<byte> unsaid;
    TlsSession? session;
    int next;

    /// <summary>What the client wrote, one element per write.</summary>
    public IReadOnlyList<string> Writes => [.. writes.Select(Encoding.Latin1.GetString)];

    /// <summary>The deadlines that were set.</summary>
    public IReadOnlyList<TimeSpan?> Deadlines => deadlines;

    /// <summary>The stream was closed.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>Is told when the client waits for something that never comes.</summary>
    public Action OnSilence { get; set; } = static () => { };

    /// <summary>The server has nothing to say, nor hangs up, before it is spoken to.</summary>
    public override bool IsIdle => unsaid.IsEmpty && (next == script.Count || script[next].Speaker == Speaker.Client);

    public override IPAddress? LocalAddress => null;

    public override IPAddress? RemoteAddress => null;

    /// <summary>The handshake is due; otherwise it fails the test.</summary>
    public bool MayEncrypt { get; init; }

    public override TlsSession? Tls => session;

    public override ValueTask<bool> WaitToReadAsync(TimeSpan within, CancellationToken cancellationToken) => new(true);

    public override async ValueTask<int?> TryReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return IsIdle ? null : await ReadAsync(buffer, cancellationToken);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public override ValueTask StartTlsAsync(CancellationToken cancellationToken)
    {
        Assert.True(MayEncrypt, "no handshake was due");
        session = new TlsSession { Protocol = SslProtocols.Tls13, CipherSuite = TlsCipherSuite.TLS_AES_128_GCM_SHA256 };
        return default;
    }

    public override void SetDeadline(TimeSpan? fromNow) => deadlines.Add(fromNow);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Ahead() is { Speaker: Speaker.BrokenPipe })
            throw new IOException("broken pipe");
        writes.Add(buffer.ToArray());
        unheard.Write(buffer.Span);
        return default;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (unsaid.IsEmpty)
        {
            Hear();
            if (next < script.Count && script[next].Speaker == Speaker.BrokenPipe)
                throw new IOException("broken pipe");
            if (next == script.Count || script[next].Speaker == Speaker.HungUp)
                return 0;
            if (script[next].Speaker == Speaker.Late)
                throw new IOException("the operation timed out", new TimeoutException());
            if (script[next].Speaker == Speaker.Silent)
                await SilenceAsync(cancellationToken);
            SpeakUp();
        }
        var count = Math.Min(Math.Min(buffer.Length, readSize), unsaid.Length);
        unsaid[..count].CopyTo(buffer);
        unsaid = unsaid[count..];
        return count;
    }

    /// <summary>Everything was said and heard, and nothing else.</summary>
    public void Finish()
    {
        Hear();
        Assert.True(unsaid.IsEmpty, "the client hung up before it had read everything");
        Assert.Equal([], script.Skip(next).Where(static line => line.Speaker is Speaker.Client or Speaker.Server).Select(static line => line.ToString()));
        Assert.Equal("", Encoding.Latin1.GetString(unheard.ToArray()));
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    async Task SilenceAsync(CancellationToken cancellationToken)
    {
        var never = Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        OnSilence();
        await never;
    }

    ScriptLine? Ahead() => script.Skip(next).FirstOrDefault(static line => line.Speaker != Speaker.Client);

    // Takes the client's lines that are due off what was written.
    void Hear()
    {
        for (; next < script.Count && script[next].Speaker == Speaker.Client; next++)
        {
            var expected = script[next].Octets;
            var heard = unheard.ToArray();
            var line = heard[..Math.Min(heard.Length, expected.Length)];
            Assert.Equal(Encoding.Latin1.GetString(expected), Encoding.Latin1.GetString(line));
            unheard.SetLength(0);
            unheard.Write(heard.AsSpan(line.Length));
        }
    }

    // Says all lines up to the client's next turn at once, as a server does that has several replies ready.
    void SpeakUp()
    {
        var said = new MemoryStream();
        for (; next < script.Count && script[next].Speaker == Speaker.Server; next++)
            said.Write(script[next].Octets);
        unsaid = said.ToArray();
    }
}
