namespace Msmtp.Connector.Tcp.Tests;

/// <summary>The server that never stops and never says anything: one octet now and then.</summary>
static class Drip
{
    public static async Task ServeAsync(Stream connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            await connection.WriteAsync("2"u8.ToArray(), cancellationToken);
            await connection.FlushAsync(cancellationToken);
            await Task.Delay(20, cancellationToken);
        }
    }

    /// <summary>Reads until the deadline speaks; fails when it does not.</summary>
    public static async Task<IOException> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var octets = new byte[16];
        try
        {
            while (await stream.ReadAsync(octets, cancellationToken) > 0)
            {
            }
            throw new InvalidOperationException("the server hung up");
        }
        catch (IOException e)
        {
            return e;
        }
    }
}
