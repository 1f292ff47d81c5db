namespace Msmtp.Auth.Gssapi;

/// <summary>
/// GSSAPI (RFC 4752 §3.1): an exchange of tokens until both sides have proved who they are; then the server offers security layers,
/// and the client chooses none.
/// </summary>
sealed class GssapiClient(SaslContext context, ISecurityContext security) : ISaslClient
{
    bool isEstablished;

    public bool IsComplete { get; private set; }

    // Before anything is sent: a missing ticket is a matter for the user, not the server.
    public async ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await StepAsync(default, cancellationToken).ConfigureAwait(false);
        }
        catch (GssapiException e)
        {
            throw Failed(e);
        }
    }

    public async ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken)
    {
        try
        {
            if (IsComplete)
                throw new GssapiException("the server sent a challenge after the last response");
            return isEstablished ? Choose(challenge.Span) : await StepAsync(challenge, cancellationToken).ConfigureAwait(false);
        }
        catch (GssapiException e)
        {
            throw Failed(e);
        }
    }

    public void Dispose() => security.Dispose();

    async ValueTask<byte[]> StepAsync(ReadOnlyMemory<byte> token, CancellationToken cancellationToken)
    {
        var answer = await security.StepAsync(token, cancellationToken).ConfigureAwait(false);
        isEstablished = security.IsEstablished;
        return answer;
    }

    byte[] Choose(ReadOnlySpan<byte> offer)
    {
        SecurityLayers.Check(security.Unwrap(offer));
        var choice = security.Wrap(SecurityLayers.Choice(context.User));
        IsComplete = true;
        return choice;
    }

    static MailException Failed(GssapiException cause) =>
        new(ExitCode.Software, DeliveryStage.Auth, $"authentication failed (method GSSAPI): {cause.Message}", inner: cause);
}
