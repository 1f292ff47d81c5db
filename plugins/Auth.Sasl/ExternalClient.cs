namespace Msmtp.Auth.Sasl;

/// <summary>
/// EXTERNAL (RFC 4422 Appendix A): the server knows the client by its TLS certificate. The user, if there is one, is the
/// authorization identity; none leaves it to the certificate.
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
