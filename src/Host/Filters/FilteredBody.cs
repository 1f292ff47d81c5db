namespace Msmtp.Hosting;

/// <summary>
/// A body that a filter made. Whatever it throws becomes a failure that names the filter: a transport would take it for a failure of the
/// connection, and would not know that nothing was delivered.
/// </summary>
sealed class FilteredBody(string filter, Stream body) : ForwardOnlyStream
{
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return body.Read(buffer);
        }
        catch (Exception e) when (e is not MailException)
        {
            throw FilterFailure.Of(filter, e);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not MailException && !e.IsFrom(cancellationToken))
        {
            throw FilterFailure.Of(filter, e);
        }
    }
}
