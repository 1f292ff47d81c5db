using Msmtp.Text;

namespace Msmtp.Auth.Sasl;

/// <summary>
/// EXTERNAL (RFC 4422 Appendix A): the server identifies the client by its TLS certificate. The user, if set, is the authorization
/// identity; otherwise the certificate determines it.
/// </summary>
sealed class ExternalClient(SaslContext context) : ISaslClient
{
    public bool IsComplete { get; private set; }

    public ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken) => new((ReadOnlyMemory<byte>?)null);

    public ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken)
    {
        if (IsComplete)
            throw SaslFailure.NothingMoreToSay("EXTERNAL");
        IsComplete = true;
        return new(OctetText.Encode(context.User ?? ""));
    }

    public void Dispose()
    {
    }
}
