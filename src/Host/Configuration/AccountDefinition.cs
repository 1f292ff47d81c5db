namespace Msmtp.Hosting;

/// <summary>An account as msmtprc defines it.</summary>
/// <param name="name">Its name.</param>
/// <param name="defaults">The defaults in force where it stands; they are not passed on to accounts that inherit.</param>
/// <param name="own">What it sets itself, or inherits from others that did.</param>
sealed class AccountDefinition(string name, AccountSettings defaults, AccountSettings own)
{
    public string Name => name;

    public AccountSettings Own => own;

    /// <summary>All that holds for it. Put together once: every mail of an application's asks for it.</summary>
    public AccountSettings Settings => field ??= defaults.With(own);
}
