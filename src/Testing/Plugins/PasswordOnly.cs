namespace Msmtp.Testing;

/// <summary>Knows the account's own password, and nothing else.</summary>
sealed class PasswordOnly(MailAccount account) : ISecretLookup
{
    public ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken) =>
        new(query.Kind is SecretKind.Password or SecretKind.Token && query.Rejected is null ? account.Settings.Get(CommonSettings.Password) : null);

    public ValueTask ReportAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken cancellationToken) => default;
}
