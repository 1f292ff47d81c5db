using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Msmtp.Parity;

/// <summary>
/// A server that writes down what clients say, right or wrong, and answers by a <see cref="ServerScript"/>. The scripted server and
/// the sink of the TestKit hold a client to a script and to RFC 5321; here two clients are held to each other.
/// </summary>
sealed class RecordingServer : IAsyncDisposable
{
    readonly ServerScript script;
    readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    readonly CancellationTokenSource stopping = new();
    readonly StringBuilder dialogue = new();
    readonly StringBuilder data = new();
    readonly Task serving;

    RecordingServer(ServerScript script)
    {
        this.script = script;
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    /// <summary>What was said, complete after <see cref="FinishAsync"/>.</summary>
    public string Dialogue => dialogue.ToString();

    /// <summary>The mails, complete after <see cref="FinishAsync"/>.</summary>
    public string Data => data.ToString();

    public static RecordingServer Start(ServerScript script) => new(script);

    /// <summary>To be called when the client has ended: reads what it still said.</summary>
    public async Task FinishAsync()
    {
        await stopping.CancelAsync();
        await serving;
    }

    public async ValueTask DisposeAsync()
    {
        await FinishAsync();
        listener.Dispose();
        stopping.Dispose();
    }

    // The token ends only the wait for another client: a session ends with its client.
    async Task ServeAsync()
    {
        while (await AcceptAsync() is { } socket)
        {
            await using var wire = new ServerWire(socket);
            await new RecordedSession(script, wire, dialogue, data).PlayAsync();
        }
    }

    async Task<Socket?> AcceptAsync()
    {
        try
        {
            return await listener.AcceptAsync(stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return listener.Poll(0, SelectMode.SelectRead) ? await listener.AcceptAsync() : null;
        }
    }
}
