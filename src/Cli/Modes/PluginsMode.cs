using System.Text;
using System.Text.Json;
using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary><c>--plugins</c>: what is loaded, from where, and what it brought; no mail is sent.</summary>
sealed class PluginsMode(CommandSession session)
{
    const string CompiledIn = "(compiled in)";

    public async ValueTask<ExitCode> RunAsync(ListFormat format, CancellationToken ct)
    {
        // Reading it loads what it names; what is wrong in it is an error here, too.
        var configuration = await HeldConfiguration.ReadAsync(session, ct);
        configuration.Release(session.Explain);
        var plugins = session.Plugins.Plugins.Select(Describe).ToList();
        if (format == ListFormat.Json)
            session.Printer.Tell(Json(plugins));
        else
            plugins.ForEach(Tell);
        return ExitCode.Ok;
    }

    static (RegisteredPlugin Plugin, PluginContents Contents) Describe(RegisteredPlugin plugin)
    {
        var contents = new PluginContents();
        plugin.Register(contents);
        return (plugin, contents);
    }

    void Tell((RegisteredPlugin Plugin, PluginContents Contents) described)
    {
        var (plugin, contents) = described;
        session.Printer.Tell(plugin.Id);
        session.Printer.Tell($"    from: {plugin.Origin?.Assembly ?? CompiledIn}");
        if (plugin.Origin is { } origin)
            session.Printer.Tell($"    version: {origin.Version}, built against Msmtp.Abstractions {origin.BuiltAgainst}");
        foreach (var (kind, names) in contents.Kinds.Where(static kind => kind.Names.Count > 0))
            session.Printer.Tell($"    {kind}: {string.Join(' ', names)}");
    }

    static string Json(IReadOnlyList<(RegisteredPlugin Plugin, PluginContents Contents)> plugins)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (var (plugin, contents) in plugins)
                Write(json, plugin, contents);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(text.ToArray());
    }

    static void Write(Utf8JsonWriter json, RegisteredPlugin plugin, PluginContents contents)
    {
        json.WriteStartObject();
        json.WriteString("id", plugin.Id);
        if (plugin.Origin is { } origin)
        {
            json.WriteString("name", origin.Name);
            json.WriteString("assembly", origin.Assembly);
            json.WriteString("version", origin.Version);
            json.WriteString("built_against", origin.BuiltAgainst);
        }
        foreach (var (kind, names) in contents.Kinds)
        {
            json.WriteStartArray(kind.Replace(' ', '_'));
            foreach (var name in names)
                json.WriteStringValue(name);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
