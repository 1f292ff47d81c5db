using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Msmtp.Bench;

/// <summary>One direction of a connection: what is read is written after a delay, however much is in transit.</summary>
sealed class DelayedPipe(Socket from, Socket to, TimeSpan delay)
{
    const int CapacityInOctets = 64 * 1024;

    readonly Channel<(long Read, byte[] Octets)> underWay = Channel.CreateUnbounded<(long, byte[])>();

    /// <summary>Runs until the sender has ended, and the receiver knows.</summary>
    public Task RunAsync() => Task.WhenAll(ReadAsync(), WriteAsync());

    async Task ReadAsync()
    {
        var buffer = new byte[CapacityInOctets];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
                underWay.Writer.TryWrite((Stopwatch.GetTimestamp(), buffer[..count]));
        }
        catch (SocketException)
        {
            // A broken connection has ended.
        }
        underWay.Writer.TryWrite((Stopwatch.GetTimestamp(), []));
        underWay.Writer.Complete();
    }

    async Task WriteAsync()
    {
        await foreach (var (read, octets) in underWay.Reader.ReadAllAsync())
        {
            if (delay - Stopwatch.GetElapsedTime(read) is var rest && rest > TimeSpan.Zero)
                await Task.Delay(rest);
            try
            {
                if (octets.Length > 0)
                    await to.SendAsync(octets);
                else
                    to.Shutdown(SocketShutdown.Send);
            }
            catch (SocketException)
            {
                // The receiver is gone; the other direction notices.
            }
        }
    }
}
