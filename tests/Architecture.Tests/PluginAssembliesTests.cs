using System.Reflection;
using Msmtp.Transport.MailKit;

namespace Msmtp.Architecture.Tests;

public sealed class PluginAssembliesTests
{
    // Named by those who want it, not by default: it would make every native command larger for a second way to do the same.
    static readonly IPlugin[] OnDemand = [new MailKitTransportPlugin()];

    public static TheoryData<IPlugin> Plugins { get; } = new(DefaultPlugins.All.Concat(OnDemand));

    [Theory]
    [MemberData(nameof(Plugins))]
    public void A_plugin_is_the_one_public_type_of_its_assembly_and_is_named_by_an_attribute(IPlugin plugin)
    {
        var assembly = plugin.GetType().Assembly;

        Assert.Equal([plugin.GetType()], assembly.GetExportedTypes());
        Assert.IsType(plugin.GetType(), assembly.GetCustomAttribute<MsmtpPluginAttribute>()?.Create());
    }

    [Theory]
    [MemberData(nameof(Plugins))]
    public void A_plugin_uses_no_assembly_of_ours_but_those_of_the_contracts(IPlugin plugin)
    {
        var ours = plugin.GetType().Assembly.GetReferencedAssemblies()
            .Select(name => name.Name!)
            .Where(static name => name.StartsWith("Msmtp", StringComparison.Ordinal))
            .ToHashSet();

        Assert.Contains("Msmtp.Abstractions", ours);
        Assert.Subset(new HashSet<string> { "Msmtp.Abstractions", "Msmtp.Text" }, ours);
    }

    [Fact]
    public void Every_folder_of_plugins_is_in_the_default_set_or_there_on_demand()
    {
        var folders = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "plugins")).Select(folder => "Msmtp." + Path.GetFileName(folder));

        Assert.Equal(folders.Order(), DefaultPlugins.All.Concat(OnDemand).Select(plugin => plugin.GetType().Assembly.GetName().Name!).Order());
    }
}
