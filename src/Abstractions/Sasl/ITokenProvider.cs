namespace Msmtp;

/// <summary>
/// Brings access tokens of the application's own, for accounts with <c>oauth application</c>: an application that already signs in
/// elsewhere (Azure.Identity, say) registers one with its services. It keeps its tokens itself, and may be called concurrently.
/// </summary>
public interface ITokenProvider
{
    /// <summary>
    /// Returns a token that is valid for the next minute, which the caller disposes; set <see cref="Secret.ExpiresAt"/> if it is known.
    /// Called for each connection that authenticates.
    /// </summary>
    /// <param name="request">Which token.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MailException">
    /// There is none; ends the mail. Any other exception is reported as an error of the provider.
    /// </exception>
    ValueTask<Secret> GetTokenAsync(TokenRequest request, CancellationToken cancellationToken);
}

/// <summary>Which token an account needs.</summary>
/// <param name="Account">The account.</param>
public sealed record TokenRequest(MailAccount Account)
{
    /// <summary>The mail server; null if the account has none.</summary>
    public string? Host { get; init; }

    /// <summary>The user who logs in; null if the token says it (<see cref="Secret.User"/>).</summary>
    public string? User { get; init; }

    /// <summary>The scopes of the setting <c>oauth_scope</c>; empty if it is not set.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The token that the server has just refused, so that another one is fetched; null for the first request.</summary>
    public Secret? Rejected { get; init; }
}
