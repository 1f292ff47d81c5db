namespace Msmtp.Testing;

/// <summary>Knows the account's own password, and nothing else.</summary>
sealed class PasswordOnly(Account account) : ISecretSource
{
    public ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken ct) =>
        new(query.Kind is SecretKind.Password or SecretKind.Token && query.Rejected is null ? account.Settings.Get(CommonSettings.Password) : null);
}
