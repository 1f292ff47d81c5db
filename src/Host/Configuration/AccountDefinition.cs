namespace Msmtp.Hosting;

/// <summary>An account as msmtprc defines it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Defaults">The defaults in force where it stands; they are not passed on to accounts that inherit.</param>
/// <param name="Own">What it sets itself, or inherits from others that did.</param>
sealed record AccountDefinition(string Name, Settings Defaults, Settings Own)
{
    public Settings Settings => field ??= Defaults.With(Own);
}
