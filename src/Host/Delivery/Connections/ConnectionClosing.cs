namespace Msmtp.Hosting;

/// <summary>
/// Closes connections. The plugin boundary: one that throws when it is closed must not cost others a place in the pool, nor a mail its
/// outcome.
/// </summary>
static class ConnectionClosing
{
    public static async ValueTask CloseAsync(ITransport connection)
    {
        try
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Disposing never throws (ITransport). The mail's outcome is known, and nothing can be done about it.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
