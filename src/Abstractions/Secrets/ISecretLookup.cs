namespace Msmtp;

/// <summary>
/// Looks up secrets for plugins that need them, in the account's own password and in all registered sources. The host implements it.
/// <para>
/// The host owns the secrets that it returns: do not dispose them. A secret can be used until <see cref="ReportAsync"/> reports that it was
/// accepted, and no longer than the connection for which it was requested, or the mail if there is none; then the host zeroes it.
/// </para>
/// </summary>
public interface ISecretLookup
{
    /// <summary>
    /// Asks the sources in the order of their rank until one answers; null if none does. May take as long as a person needs to answer.
    /// </summary>
    /// <param name="query">Which secret.</param>
    /// <exception cref="MailException">A source that was configured to answer has failed.</exception>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Reports whether a secret was accepted, once it has been used: the report is passed to its source, and an accepted secret is zeroed.
    /// Errors of a source are shown to the user and not thrown.
    /// </summary>
    /// <param name="query">The query.</param>
    /// <param name="secret">The answer to it.</param>
    /// <param name="verdict">Whether the server accepted it, or the file that it opens.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask ReportAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken cancellationToken);
}
