using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>msmtpd while it runs, at a Unix socket of the test's.</summary>
[UnsupportedOSPlatform("windows")]
sealed class RunningServer : IDisposable
{
    readonly RunningCommand command;
    readonly EndPoint place;

    RunningServer(RunningCommand command, EndPoint place) => (this.command, this.place) = (command, place);

    /// <summary>The program under the name msmtpd.</summary>
    public static string Named(TempDirectory home, string program)
    {
        var path = home.File("msmtpd");
        if (!File.Exists(path))
            File.CreateSymbolicLink(path, program);
        return path;
    }

    /// <summary>Starts it; returns when it lets clients in.</summary>
    public static async Task<RunningServer> StartAsync(CommandRunner msmtpd, EndPoint place, CancellationToken cancellationToken)
    {
        var server = new RunningServer(RunningCommand.Start(msmtpd, cancellationToken), place);
        await Eventually.TrueAsync("msmtpd listens", server.Listens, cancellationToken);
        return server;
    }

    /// <summary>Says all of it at once, QUIT in the end; returns everything that the server said.</summary>
    public async Task<string> TalkAsync(string text, CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(cancellationToken);
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        return await ReadAsync(socket, cancellationToken);
    }

    public async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(place.AddressFamily, SocketType.Stream, place is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        await socket.ConnectAsync(place, cancellationToken);
        return socket;
    }

    public static async Task<string> ReadAsync(Socket socket, CancellationToken cancellationToken)
    {
        using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken).WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
    }

    /// <summary>Asks it to end, and waits for that. Returns its exit status.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        command.Signal(15);
        return (await command.FinishAsync(cancellationToken)).ExitCode;
    }

    /// <summary>Asks it to end.</summary>
    public void BeginStop() => command.Signal(15);

    /// <summary>Waits for its end.</summary>
    public async Task<int> EndAsync(CancellationToken cancellationToken) => (await command.FinishAsync(cancellationToken)).ExitCode;

    /// <summary>Kills it.</summary>
    public void Kill() => command.Signal(9);

    public void Dispose() => command.Dispose();

    bool Listens()
    {
        try
        {
            using var socket = new Socket(place.AddressFamily, SocketType.Stream, place is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
            socket.Connect(place);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
