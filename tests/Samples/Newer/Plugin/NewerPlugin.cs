using System.Runtime.CompilerServices;
using Msmtp;

[assembly: MsmtpPlugin<Newer.NewerPlugin>]

namespace Newer;

/// <summary>Built against contracts that are newer than those of the program; whether it uses what is new stands in the file <c>uses-news</c>.</summary>
public sealed class NewerPlugin : IPlugin
{
    public string Id => "tests.newer";

    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var folder = Path.GetDirectoryName(typeof(NewerPlugin).Assembly.Location) ?? "";
        var name = File.Exists(Path.Combine(folder, "uses-news")) ? UseNews() : "newer_word";
        registry.AddSetting(new SettingKey<string?>(name, null, SettingParsers.Text));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static string UseNews() => TomorrowsIdea.Name;
}
