using Msmtp.Hosting;

namespace Msmtp.Cli.Tests.CommandLine;

/// <summary>All options that msmtp has: those of the command and of the default plugins, and --configure.</summary>
static class MsmtpOptions
{
    // The default plugins do not have this one.
    static readonly CommandMode Configure = new(
        new SettingOption("configure", ArgumentRule.Required)
        {
            Rank = 25,
            HelpArgument = "=mailaddress",
            Help = ["generate and print configuration for address"],
        },
        static (_, _) => default)
    {
        NeedsNoAccount = true,
    };

    static readonly PluginRegistry Plugins = PluginRegistry.Of(DefaultPlugins.All);

    public static OptionTable Table { get; } = With();

    /// <summary>The same with options that msmtp does not have.</summary>
    public static OptionTable With(params SettingOption[] own)
    {
        var added = own.Select(static option => new SettingKey<string?>(option.Name, null, Parse.Text, option: option));
        return new OptionTable([.. Plugins.Settings, .. added], [.. Plugins.Modes, Configure]);
    }

    /// <summary>A setting as --pretend shows it, by its name in msmtprc.</summary>
    public static string Show(this Settings settings, string name) => Plugins.Settings.Single(key => key.Name == name).Show(settings);
}
