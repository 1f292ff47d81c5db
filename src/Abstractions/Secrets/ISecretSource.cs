namespace Msmtp;

/// <summary>
/// A source of secrets, implemented by plugins; to look up a secret use <see cref="ISecretLookup"/>. The host asks the sources in the order of
/// their rank until one answers, at most once for each mail and query (again with <see cref="SecretQuery.Rejected"/> after a refusal). A
/// source may take as long as a person needs to answer.
/// <para>
/// A <see cref="MailException"/> means that the source was configured to answer and cannot; it ends the mail. Any other exception is an error
/// of the source, as is a missing answer (of a plugin from a folder, after five minutes): the user is told its name, and the next source is
/// asked.
/// </para>
/// </summary>
public interface ISecretSource
{
    /// <summary>
    /// Looks up a secret; null to leave the query to the next source. Each answer is a new <see cref="Secret"/>, which the host disposes; set
    /// <see cref="Secret.ExpiresAt"/> and <see cref="Secret.User"/> if they are known. Throw <see cref="MailException"/> if this source is
    /// configured to answer (with a command, say) and fails.
    /// </summary>
    ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Reports to the source of a secret whether the server accepted it, so that it can be stored or removed. A source with
    /// <see cref="SecretFacts.StoresTypedSecrets"/> also gets reports about secrets that a person has typed. Exceptions do not stop the mail.
    /// </summary>
    ValueTask ReportAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken cancellationToken) => default;

    /// <summary>Called when the mail is done: zeroes whatever the source keeps besides the secrets that it returned.</summary>
    void Forget()
    {
    }
}
