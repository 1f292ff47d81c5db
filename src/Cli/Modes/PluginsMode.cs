using System.Text;
using System.Text.Json;
using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary><c>--plugins</c>: which plugins are loaded, from where, and what they registered. No mail is sent.</summary>
sealed class PluginsMode(CommandSession session)
{
    public async ValueTask<ExitCode> RunAsync(ListFormat format, CancellationToken cancellationToken)
    {
        // Reading the configuration loads the plugins that it names; mistakes in it are errors here, too.
        var configuration = await HeldConfiguration.ReadAsync(session, cancellationToken);
        configuration.Release(session.Explain);
        if (format == ListFormat.Json)
            session.Printer.Tell(Json(session.Plugins.Plugins));
        else
            Tell([["plugin", "version", "brings", ""], .. session.Plugins.Plugins.SelectMany(Rows)]);
        return ExitCode.Ok;
    }

    // One row for each kind of things that a plugin registered; its name is in the first.
    static List<string[]> Rows(RegisteredPlugin plugin)
    {
        var rows = new List<string[]>();
        foreach (var kind in plugin.Kinds())
            Add(kind.Title, string.Join(' ', kind.Names));
        Add("from", plugin.Origin?.Assembly ?? "(compiled in)");
        if (plugin.Origin is { } origin)
            Add("built against", $"Msmtp.Abstractions {origin.BuiltAgainst}");
        return rows;

        void Add(string title, string text) =>
            rows.Add(rows.Count == 0 ? [plugin.Id, Version(plugin), title, text] : ["", "", title, text]);
    }

    static string Version(RegisteredPlugin plugin) => plugin.Origin?.Version ?? ProgramVersion.Text;

    void Tell(IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, 3).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
            session.Printer.Tell($"{row[0].PadRight(widths[0])}  {row[1].PadRight(widths[1])}  {row[2].PadRight(widths[2])}  {row[3]}");
    }

    static string Json(IReadOnlyList<RegisteredPlugin> plugins)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            var titles = new HashSet<string>();
            foreach (var plugin in plugins)
                foreach (var kind in plugin.Kinds())
                    titles.Add(kind.Title);
            foreach (var plugin in plugins)
                Write(json, plugin, titles);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(text.ToArray());
    }

    // Every plugin has every kind, so that a reader need not check whether there is a list.
    static void Write(Utf8JsonWriter json, RegisteredPlugin plugin, HashSet<string> titles)
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
        foreach (var title in titles)
        {
            json.WriteStartArray(title.Replace(' ', '_'));
            foreach (var name in plugin.Kinds().FirstOrDefault(kind => kind.Title == title)?.Names ?? [])
                json.WriteStringValue(name);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
