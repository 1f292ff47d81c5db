namespace Msmtp;

/// <summary>
/// A rule across settings, asked once the account is known and before anything is done with it. Pure. The result says what
/// is wrong, such as "tls_key_file requires tls_cert_file"; null: nothing.
/// </summary>
public delegate string? AccountCheck(Settings settings);
