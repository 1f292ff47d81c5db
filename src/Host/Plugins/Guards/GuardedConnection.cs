using System.Net;

namespace Msmtp.Hosting;

/// <summary>
/// A connection of a connector from a folder. Reading and writing may throw <see cref="IOException"/>, which each transport turns into a
/// failure at the stage where it is: so anything else becomes one, and names the plugin. It is called on the caller's thread, because a
/// thread for each block would cost more than the block; the plugin is trusted to keep the deadline.
/// </summary>
sealed class GuardedConnection(PluginGuard guard, ConnectionStream connection) : ConnectionStream
{
    public override TlsSession? Tls => Ask(() => connection.Tls);

    public override IPAddress? LocalAddress => Ask(() => connection.LocalAddress);

    public override IPAddress? RemoteAddress => Ask(() => connection.RemoteAddress);

    public override bool IsIdle => Ask(() => connection.IsIdle);

    public override void SetDeadline(TimeSpan? fromNow) => Ask(() =>
    {
        connection.SetDeadline(fromNow);
        return true;
    });

    public override ValueTask<bool> WaitToReadAsync(TimeSpan within, CancellationToken cancellationToken) =>
        AskAsync(DeliveryStage.Connect, () => connection.WaitToReadAsync(within, cancellationToken));

    public override ValueTask<int?> TryReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        AskAsync(DeliveryStage.Connect, () => connection.TryReadAsync(buffer, cancellationToken));

    public override ValueTask<string?> FindRemoteNameAsync(CancellationToken cancellationToken) =>
        AskAsync(DeliveryStage.Connect, () => connection.FindRemoteNameAsync(cancellationToken));

    public override async ValueTask StartTlsAsync(CancellationToken cancellationToken) => await AskAsync(DeliveryStage.Tls, async () =>
    {
        await connection.StartTlsAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }).ConfigureAwait(false);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Checked(await connection.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Length);
        }
        catch (Exception e) when (IsForeign(e))
        {
            throw Broken(e);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await connection.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsForeign(e))
        {
            throw Broken(e);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Checked(connection.Read(buffer), buffer.Length);
        }
        catch (Exception e) when (IsForeign(e) && e is not NotSupportedException)
        {
            throw Broken(e);
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            connection.Write(buffer);
        }
        catch (Exception e) when (IsForeign(e) && e is not NotSupportedException)
        {
            throw Broken(e);
        }
    }

    public override void Flush()
    {
        try
        {
            connection.Flush();
        }
        catch (Exception e) when (IsForeign(e))
        {
            throw Broken(e);
        }
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await connection.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsForeign(e))
        {
            throw Broken(e);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The plugin boundary: the dialogue is over, and nothing can be done about a failure to close the connection.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            PluginGuard.Leave(connection.Dispose);
        base.Dispose(disposing);
    }

    // What the contract allows goes through: a failure of the connection, a verdict about the certificate, a cancellation.
    static bool IsForeign(Exception e) => e is not IOException and not MailException and not OperationCanceledException;

    // With a count larger than the block, the reader would take earlier octets for the server's.
    static int Checked(int count, int length) =>
        count >= 0 && count <= length ? count : throw new InvalidDataException($"it read {count} octets into {length}");

    IOException Broken(Exception e) => new(guard.Broken(DeliveryStage.Connect, e).Message, e);

    T Ask<T>(Func<T> call) => guard.Call(DeliveryStage.Connect, call);

    async ValueTask<T> AskAsync<T>(DeliveryStage stage, Func<ValueTask<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception e) when (IsForeign(e) && e is not InvalidOperationException)
        {
            throw guard.Broken(stage, e);
        }
    }
}

/// <summary>A connector of a plugin from a folder. It is created when it is first called, on the plugin's thread.</summary>
sealed class GuardedConnector(PluginGuard guard, Func<IConnector> create) : IConnector
{
    IConnector? connector;

    public async ValueTask<ConnectionStream> ConnectAsync(ConnectionRequest request, CancellationToken cancellationToken) =>
        await guard.CallAsync(DeliveryStage.Connect, guard.Deadlines.Silence, token => (connector ??= create()).ConnectAsync(request, token), cancellationToken)
            .ConfigureAwait(false) is { } connection
            ? new GuardedConnection(guard, connection)
            : throw guard.Broken(DeliveryStage.Connect, "it opened no connection");
}
