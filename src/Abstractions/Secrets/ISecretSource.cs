namespace Msmtp;

/// <summary>
/// A place where secrets are kept. The host asks the sources in the order of their rank until one answers, at most once
/// per mail and query (again with <see cref="SecretQuery.Rejected"/> after a refusal). May take as long as a person needs.
/// </summary>
public interface ISecretSource
{
    /// <summary>
    /// Looks the secret up. Null: not mine to know, ask the next. The host disposes what it gets. Throw
    /// <see cref="MailException"/> when this source was told to know (a command is configured) and fails. Whatever else it
    /// throws ends the mail too, under the name that the source was registered by.
    /// </summary>
    ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken ct);

    /// <summary>
    /// Tells the source that gave a secret whether the server took it, so that a store can keep or forget it; a source with
    /// <see cref="SecretFacts.KeepsWhatIsTyped"/> hears of what a person has typed, too. What it throws does not stop the mail.
    /// </summary>
    ValueTask LearnAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken ct) => default;

    /// <summary>The mail is done: zeroes what the source may have kept beside the secrets that it gave.</summary>
    void Forget()
    {
    }
}
