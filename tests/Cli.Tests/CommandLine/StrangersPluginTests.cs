using Auth.Example;
using Msmtp.Hosting;

namespace Msmtp.Cli.Tests.CommandLine;

/// <summary>What a stranger's plugin adds to the command line, when the command has it.</summary>
public sealed class StrangersPluginTests
{
    static readonly PluginRegistry Plugins = PluginRegistry.Of([new CorePlugin(), .. DefaultPlugins.All, new ExamplePlugin()]);
    static readonly OptionTable Table = new(Plugins.Settings, Plugins.Modes);

    [Fact]
    public void Its_mechanism_can_be_named() =>
        Assert.Equal("X-EXAMPLE", Read("--auth=x-example").Settings.Get(CommonSettings.Auth).ToString());

    [Fact]
    public void Its_option_is_read_and_stands_in_the_help()
    {
        Assert.Equal("desk", Read("--x-example-device=desk").Settings.Get(ExamplePlugin.Device));
        Assert.Contains(
            "  --x-example-device=[name]    set/unset the device that X-EXAMPLE tells the server\n", HelpText.Of(Table), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_mechanism_is_named_with_the_others()
    {
        var text = VersionText.Of(new VersionFacts
        {
            Version = "",
            Platform = "",
            TlsLibrary = "",
            SystemFile = "",
            UserFile = "",
            Mechanisms = Plugins.MechanismNames,
        });

        Assert.Contains("x-example", text, StringComparison.OrdinalIgnoreCase);
    }

    static Arguments Read(string word)
    {
        var context = new CommandLineContext { Home = "/home/joe", Mechanisms = Plugins.MechanismNames };
        Assert.True(ArgumentsReader.TryRead([word], Table, context, out var arguments, out var error), error?.Message);
        return arguments;
    }
}
