namespace Msmtp;

/// <summary>
/// A rule across settings, asked once the account is known and before anything is done with it. Pure. The result says what
/// is wrong, such as "tls_key_file requires tls_cert_file"; null: nothing.
/// </summary>
public delegate string? AccountCheck(AccountSettings settings);

/// <summary>A rule across settings, as a plugin registers it.</summary>
/// <param name="Check">The rule.</param>
public sealed record AccountCheckRegistration(AccountCheck Check) : IRegistration
{
    string IRegistration.Kind => "check";

    string? IRegistration.Name => null;
}
