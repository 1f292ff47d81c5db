namespace Msmtp;

/// <summary>
/// A place where secrets are kept, for plugins to implement; who needs a secret has an <see cref="ISecretLookup"/>. The host asks the sources
/// in the order of their rank until one answers, at most once per mail and query (again with <see cref="SecretQuery.Rejected"/> after a
/// refusal). May take as long as a person needs.
/// <para>
/// One rule for what it throws, wherever the plugin comes from: <see cref="MailException"/> is its word that it was told to know and
/// cannot, and ends the mail. Anything else is its own mistake, as is an answer that does not come (from a folder's plugin, within five
/// minutes): the user is told its name, and the next source is asked.
/// </para>
/// </summary>
public interface ISecretSource
{
    /// <summary>
    /// Looks the secret up. Null: not mine to know, ask the next. Each answer is a secret of its own, which the host disposes; say with it
    /// when it expires and whose it is, where the store knows (<see cref="Secret.ExpiresAt"/>, <see cref="Secret.User"/>). Throw
    /// <see cref="MailException"/> when this source was told to know (a command is configured) and fails.
    /// </summary>
    ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Tells the source that gave a secret whether the server took it, so that a store can keep or forget it; a source with
    /// <see cref="SecretFacts.StoresTypedSecrets"/> hears of what a person has typed, too. What it throws does not stop the mail.
    /// </summary>
    ValueTask ReportAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken cancellationToken) => default;

    /// <summary>The mail is done: zeroes what the source may have kept beside the secrets that it gave.</summary>
    void Forget()
    {
    }
}
