using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>Shows an account's settings, as <c>--pretend</c> and <c>--debug</c> do.</summary>
sealed class SettingsPrinter(PluginRegistry plugins, Printer printer)
{
    /// <param name="settings">The settings to show.</param>
    /// <param name="purpose">Unless a mail is sent or pretended, settings about mail are left out.</param>
    public void Print(AccountSettings settings, AccountPurpose purpose)
    {
        foreach (var key in plugins.Settings.Where(IsShown).OrderBy(static key => key.Display!.Rank))
            printer.Tell($"{key.Display!.Label ?? key.Name} = {key.Show(settings)}");

        bool IsShown(SettingKey key) =>
            key.Display is { } display && (purpose != AccountPurpose.Ask || !display.IsAboutMail) && (!display.IsHiddenWhenUnset || IsSet(key));

        bool IsSet(SettingKey key) => settings.Has(key) && key.Show(settings) != SettingKey.NotSet;
    }
}
