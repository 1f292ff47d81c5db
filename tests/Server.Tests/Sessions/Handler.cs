namespace Msmtp.Server.Tests;

/// <summary>A handler that a test writes in place.</summary>
sealed class Handler(Func<Stream, CancellationToken, ValueTask<MailOutcome>> receive) : IMailHandler
{
    public ValueTask<MailOutcome> ReceiveAsync(MailEnvelope envelope, Stream content, CancellationToken cancellationToken) =>
        receive(content, cancellationToken);
}
