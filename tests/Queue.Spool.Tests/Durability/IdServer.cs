using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Msmtp.Queue.Spool.Tests.Durability;

/// <summary>A server that accepts mails, and knows which ones it has: by their subjects, each as often as it came.</summary>
sealed class IdServer : IDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly List<string> ids = [];
    readonly List<Task> sessions = [];

    public IdServer()
    {
        listener.Start(backlog: 200);
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The mail that it refuses for good; null: none.</summary>
    public string? Refused { get; set; }

    /// <summary>What it has got since it was asked last, from clients that have ended since, however they ended.</summary>
    public async Task<List<string>> TakeAsync(CancellationToken cancellationToken)
    {
        // Connections are accepted in their order: when this one is, all before it are known.
        using var last = new TcpClient();
        await last.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
        await using var stream = last.GetStream();
        await stream.ReadExactlyAsync(new byte[1], cancellationToken);
        Task[] before;
        lock (sessions)
            before = [.. sessions.SkipLast(1)];
        await Task.WhenAll(before).WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        lock (ids)
        {
            List<string> taken = [.. ids];
            ids.Clear();
            return taken;
        }
    }

    public void Dispose() => listener.Dispose();

    async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                lock (sessions)
                {
                    sessions.RemoveAll(static session => session.IsCompleted);
                    sessions.Add(Task.Run(() => ServeAsync(client)));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has been disposed.
        }
    }

    async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1);
                await SayAsync(stream, "220 here");
                while (await reader.ReadLineAsync() is { } command && command != "QUIT")
                    await AnswerAsync(command, reader, stream);
            }
            catch (IOException)
            {
                // The client is gone.
            }
        }
    }

    async Task AnswerAsync(string command, StreamReader reader, Stream stream)
    {
        if (command != "DATA")
        {
            await SayAsync(stream, "250 ok");
            return;
        }
        await SayAsync(stream, "354 go on");
        var id = "";
        string? line;
        while ((line = await reader.ReadLineAsync()) is not (null or "."))
            // Not of the mail that a report is about.
            if (id.Length == 0 && line.StartsWith("Subject: ", StringComparison.Ordinal))
                id = line["Subject: ".Length..];
        if (line is null)
            return;
        if (id == Refused)
        {
            await SayAsync(stream, "550 5.7.1 not this one");
            return;
        }
        lock (ids)
            ids.Add(id);
        await SayAsync(stream, "250 ok");
    }

    static async Task SayAsync(Stream stream, string reply) => await stream.WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"));
}
