using System.Net;
using System.Net.Sockets;

namespace Msmtp.Testing;

/// <summary>
/// A server that plays a script and holds the client to it, word for word. A script is a transcript as RFCs print it, one item per line:
/// <code>
/// S: 220 ready               the server says this; lines up to the next "C:" go out in one write
/// C: EHLO localhost          the client must say exactly this
/// C~ AUTH PLAIN .*           the client's whole line must match this expression
/// --- message ---            the client sends lines up to the final dot, stored in Messages
/// --- tls ---                the handshake of implicit TLS or, after "S: 220", of STARTTLS ("--- starttls ---" is the same)
/// --- tls refused ---        the client aborts the handshake because of the certificate
/// --- gone ---               the client must close the connection here
/// --- close ---              the server closes the connection; --- reset --- does so with a TCP reset
/// --- stall ---              the server never answers again; the client may say what it likes
/// --- drip 20 ---            from here on one octet every 20 ms, and the client may lose patience
/// --- chunks 1 3 7 ---       from here on every flush in writes of 1, 3, 7, 7, ... octets; --- whole --- ends either
/// --- raw \x16\x03garbage ---  these octets, without a line end, in the same write as the lines around them
/// --- flush ---              what has been said so far goes out now
/// --- call NAME ---          runs ScriptOptions.Calls["NAME"]
/// --- next connection ---    what follows is for the client's next connection
/// </code>
/// \r \n \t \\ and \xHH stand for octets in all of them (a backslash is written twice). Empty lines and lines starting with "#" are
/// skipped. At the end of the script the client may leave or stay, but must not say more.
/// </summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    readonly ScriptOptions options;
    readonly Socket listener;
    readonly CancellationTokenSource finishing = new();
    readonly CancellationTokenSource stopping = new();
    readonly List<byte[]> messages = [];
    readonly Task playing;

    ScriptedServer(string script, ScriptOptions options)
    {
        this.options = options;
        var connections = new ScriptParser(options).Parse(script);
        var isUnix = options.Listen is UnixDomainSocketEndPoint;
        listener = new Socket(options.Listen.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        listener.Bind(options.Listen);
        listener.Listen();
        EndPoint = listener.LocalEndPoint ?? options.Listen;
        playing = PlayAsync(connections);
    }

    /// <summary>Where it listens.</summary>
    public EndPoint EndPoint { get; }

    /// <summary>The port of <see cref="EndPoint"/>; 0 for a Unix socket.</summary>
    public int Port => EndPoint is IPEndPoint ip ? ip.Port : 0;

    /// <summary>The messages of "--- message ---", complete after <see cref="FinishAsync"/>: CR LF line ends, no dot-stuffing.</summary>
    public IReadOnlyList<byte[]> Messages => messages;

    /// <summary>
    /// The SHA-256 of the certificate that the client presented last, in upper-case hexadecimal; null: none. Known after
    /// <see cref="FinishAsync"/>.
    /// </summary>
    public string? ClientCertificateSha256 { get; private set; }

    /// <summary>Starts a server. It is listening when this returns.</summary>
    /// <exception cref="FormatException">A line of the script is not understood.</exception>
    public static ScriptedServer Start(string script, ScriptOptions? options = null) => new(script, options ?? new ScriptOptions());

    /// <summary>Call this when the client has done everything it wanted to do.</summary>
    /// <exception cref="TranscriptException">It departed from the script, or did not reach its end.</exception>
    public async Task FinishAsync()
    {
        await finishing.CancelAsync();
        await playing;
    }

    /// <summary>Stops, without passing judgement on the client.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await finishing.CancelAsync();
        await playing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        listener.Dispose();
        stopping.Dispose();
        finishing.Dispose();
    }

    async Task PlayAsync(IReadOnlyList<IReadOnlyList<ScriptStep>> connections)
    {
        for (var i = 0; i < connections.Count; i++)
        {
            await using var peer = new ScriptPeer(await AcceptAsync(i + 1), options.ServerTls);
            try
            {
                await new ScriptPlayer(peer, connections[i], options).PlayAsync(finishing.Token, stopping.Token);
            }
            finally
            {
                messages.AddRange(peer.Messages);
                ClientCertificateSha256 = peer.ClientCertificateSha256 ?? ClientCertificateSha256;
            }
        }
    }

    async Task<Socket> AcceptAsync(int connection)
    {
        try
        {
            return await listener.AcceptAsync(finishing.Token);
        }
        catch (OperationCanceledException) when (listener.Poll(0, SelectMode.SelectRead))
        {
            return await listener.AcceptAsync(stopping.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TranscriptException($"The client never made connection {connection} of the script.", e);
        }
    }
}
