using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>Shows an account's settings, as <c>--pretend</c> and <c>--debug</c> do.</summary>
sealed class SettingsPrinter(PluginRegistry plugins, Printer printer)
{
    /// <summary>Shows where else the mails of an account may go, in that order.</summary>
    /// <param name="ways">The other ways.</param>
    /// <param name="areChecked">They are looked at as if they were to be tried, and one that is not in order throws.</param>
    public void PrintWays(IReadOnlyList<AccountWay> ways, bool areChecked)
    {
        foreach (var way in ways)
            printer.Tell(areChecked ? $"failing over to {way.Title}{Place(way.Context.Account)}" : $"failing over to {way.Title}");
    }

    static string Place(MailAccount account)
    {
        var file = account.File is null ? "" : $" from {account.File}";
        var settings = account.Settings;
        return settings.Get(CommonSettings.Socket) is { } socket
            ? $"{file}: socket = {socket}"
            : $"{file}: host = {settings.Get(CommonSettings.Host) ?? SettingKey.NotSet}, port = {CommonSettings.Port.Show(settings)}";
    }

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
