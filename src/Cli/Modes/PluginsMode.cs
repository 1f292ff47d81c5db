using System.Text;
using System.Text.Json;
using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary><c>--plugins</c>: what is loaded, from where, and what it brought; no mail is sent.</summary>
sealed class PluginsMode(CommandSession session)
{
    public async ValueTask<ExitCode> RunAsync(ListFormat format, CancellationToken ct)
    {
        // Reading it loads what it names; what is wrong in it is an error here, too.
        var configuration = await HeldConfiguration.ReadAsync(session, ct);
        configuration.Release(session.Explain);
        var plugins = session.Plugins.Plugins.Select(Describe).ToList();
        if (format == ListFormat.Json)
            session.Printer.Tell(Json(plugins));
        else
            Tell([["plugin", "version", "brings", ""], .. plugins.SelectMany(Rows)]);
        return ExitCode.Ok;
    }

    static (RegisteredPlugin Plugin, PluginContents Contents) Describe(RegisteredPlugin plugin)
    {
        var contents = new PluginContents();
        plugin.Register(contents);
        return (plugin, contents);
    }

    // One row for each kind of things that a plugin brought; its name stands in the first.
    static IEnumerable<string[]> Rows((RegisteredPlugin Plugin, PluginContents Contents) described)
    {
        var (plugin, contents) = described;
        var facts = contents.Kinds.Where(static kind => kind.Names.Count > 0)
            .Select(static kind => (kind.Kind, Text: string.Join(' ', kind.Names)))
            .Append(("from", plugin.Origin?.Assembly ?? "(compiled in)"));
        if (plugin.Origin is { } origin)
            facts = facts.Append(("built against", $"Msmtp.Abstractions {origin.BuiltAgainst}"));
        return facts.Select((fact, index) => index == 0
            ? new[] { plugin.Id, Version(plugin), fact.Item1, fact.Item2 }
            : ["", "", fact.Item1, fact.Item2]);
    }

    static string Version(RegisteredPlugin plugin) => plugin.Origin?.Version ?? ProgramVersion.Text;

    void Tell(IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, 3).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
            session.Printer.Tell($"{row[0].PadRight(widths[0])}  {row[1].PadRight(widths[1])}  {row[2].PadRight(widths[2])}  {row[3]}");
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
        json.WriteString("version", Version(plugin));
        if (plugin.Origin is { } origin)
        {
            json.WriteString("name", origin.Name);
            json.WriteString("assembly", origin.Assembly);
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
