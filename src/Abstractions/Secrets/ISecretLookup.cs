namespace Msmtp;

/// <summary>
/// Looks secrets up for plugins that need one: in the account's own password and in all sources that plugins have registered, as if they were
/// one. The host implements it.
/// <para>
/// What it hands out stays the host's: nobody else disposes it. It can be used until <see cref="ReportAsync"/> says that it was accepted, but
/// at most as long as the connection that it was asked for, or the mail where there is none; then the host zeroes it.
/// </para>
/// </summary>
public interface ISecretLookup
{
    /// <summary>
    /// Asks the sources in the order of their rank until one answers. Null: none of them knows. Takes as long as a person may need. Throws
    /// <see cref="MailException"/> when a source that was told to know fails.
    /// </summary>
    /// <param name="query">Which secret.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Says what came of a secret, once it has been used: its source hears of it, and one that was accepted is zeroed. Whatever a source
    /// makes of that is told to the user, and not to the caller.
    /// </summary>
    /// <param name="query">What was asked for.</param>
    /// <param name="secret">The answer.</param>
    /// <param name="verdict">What the server, or the file that it opens, made of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask ReportAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken cancellationToken);
}
