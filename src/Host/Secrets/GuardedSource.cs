namespace Msmtp.Hosting;

/// <summary>A secret source at the plugin boundary: one that breaks its contract is reported by name, and the next one is asked.</summary>
sealed class GuardedSource(SecretSourceRegistration registration, PluginContext context)
{
    ISecretSource? source;

    public SecretFacts Facts => registration.Facts;

    ISecretSource Source => source ??= registration.Create(context);

    public async ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return await Source.FindAsync(query, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not MailException && !e.IsFrom(cancellationToken))
        {
            context.Notify(new HostNotice(Broken(e)) { Exception = e });
            return null;
        }
    }

    /// <summary>
    /// Passes on what the server said about a secret. A source that fails at that is reported to the user, and changes nothing else.
    /// </summary>
    public async ValueTask ReportAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken cancellationToken)
    {
        try
        {
            await Source.ReportAsync(query, secret, verdict, cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e)
        {
            context.Notify(PluginNotice.Of(e));
        }
        catch (Exception e) when (!e.IsFrom(cancellationToken))
        {
            context.Notify(new HostNotice(Broken(e)) { Exception = e });
        }
    }

    public void Forget() => source?.Forget();

    string Broken(Exception e) => $"the secret source {registration.Name} failed: {e.Message}";
}
