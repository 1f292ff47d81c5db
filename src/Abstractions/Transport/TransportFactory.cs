namespace Msmtp;

/// <summary>
/// Opens a connection to the account's server: resolves, connects, encrypts, greets, authenticates. Called when the first mail
/// for it is there. Where its protocol has a place for SASL it authenticates by <see cref="PluginContext.Authenticator"/>. Throws
/// <see cref="MailException"/>, with the stage that failed.
/// </summary>
public delegate ValueTask<ITransport> TransportFactory(PluginContext context, CancellationToken cancellationToken);
