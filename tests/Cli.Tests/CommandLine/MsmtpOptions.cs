using Msmtp.Hosting;

namespace Msmtp.Cli.Tests.CommandLine;

/// <summary>All options that msmtp has: those of the command and of the default plugins.</summary>
static class MsmtpOptions
{
    static readonly PluginRegistry Plugins = PluginRegistry.Of([new CorePlugin(), .. DefaultPlugins.All]);

    public static OptionTable Table { get; } = With();

    /// <summary>The same with options that msmtp does not have.</summary>
    public static OptionTable With(params SettingOption[] own)
    {
        var added = own.Select(static option => new SettingKey<string?>(option.Name, null, SettingParsers.Text, option: option));
        return new OptionTable([.. Plugins.Settings, .. added], Plugins.Modes);
    }

    /// <summary>A setting as --pretend shows it, by its name in msmtprc.</summary>
    public static string Show(this AccountSettings settings, string name) =>
        Plugins.Settings.Single(key => key.Name == name).Show(settings);
}
