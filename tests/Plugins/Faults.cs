using System.Reflection.PortableExecutable;

namespace Msmtp.Plugins.Tests;

/// <summary>All that was tried: a table of docs/plugins.md, in this order.</summary>
static class Faults
{
    const UnixFileMode Shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite;

    const string OffersFaulty = """
        S: 220 mail.example.org
        C: EHLO localhost
        S: 250-mail.example.org
        S: 250 AUTH X-FAULTY
        --- gone ---
        """;

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("nothing of that name", static _ => { }),
        new("a folder without its DLL", static folder =>
        {
            folder.Install("Faulty", "Faulty");
            File.Delete(folder.AssemblyOf("Faulty"));
        }),
        new("a name that is a path", static _ => { }) { Plugin = "../Faulty" },
        new("a file that is no assembly", static folder => folder.Write("Faulty", "Faulty.dll", "#!/bin/sh\n")),
        new("an assembly that is no plugin", static folder => folder.Install("Faulty.Library", "Faulty.Library")) { Plugin = "Faulty.Library" },
        new("compiled for another machine", static folder =>
        {
            folder.Install("Faulty", "Faulty");
            folder.CompileFor("Faulty", Machine.ArmThumb2);
        }),
        new("built for a newer .NET", static folder =>
        {
            folder.Install("Faulty", "Faulty");
            folder.Refer("Faulty", "System.Runtime", 99);
        }),
        new("built against another major version of the contracts", static folder =>
        {
            folder.Install("Faulty", "Faulty");
            folder.Refer("Faulty", "Msmtp.Abstractions", 2);
        }),
        new("built against a newer minor version, and uses what is new", static folder =>
        {
            folder.Install("Newer/Plugin", "Newer");
            folder.Write("Newer", "uses-news", "");
        })
        { Plugin = "Newer" },
        Broken("missing dependency", "a library that it needs is not there", static folder =>
            File.Delete(Path.Combine(folder.Path, "Faulty", "Faulty.Library.dll"))),
        Broken("constructor throws", "its constructor throws"),
        Broken("constructor hangs", "its constructor hangs"),
        Broken("register throws", "Register throws"),
        Broken("register hangs", "Register hangs"),
        Broken("no id", "it has no id"),
        Broken("somebody else's id", "it has the id of another plugin"),
        Broken("duplicate setting", "it adds a setting that is there"),
        Broken("null mechanism", "it registers null"),
        new("a file that others can write", static folder =>
        {
            folder.Install("Faulty", "Faulty");
            PluginFolder.Allow(Path.Combine(folder.Path, "Faulty", "Faulty.Library.dll"), Shared);
        }),
        new("a folder that others can write", static folder =>
        {
            folder.Install("Faulty", "Faulty");
            PluginFolder.Allow(Path.Combine(folder.Path, "Faulty"), Shared | UnixFileMode.UserExecute);
        }),
        Broken("parser throws", "the parser of its setting throws") with { Settings = "faulty_word x\n" },
        Broken("mechanism throws", "its mechanism throws") with { Settings = "auth x-faulty\n", Script = OffersFaulty },
        Broken("connection is null", "its transport opens nothing") with { Settings = "transport faulty\n" },
        Broken("transport throws", "its transport throws") with { Settings = "transport faulty\n" },
        Broken("report is null", "its transport reports nothing") with { Settings = "transport faulty\n" },
        Broken("report about nobody", "its report leaves recipients out") with { Settings = "transport faulty\n" },
        Broken("sent to a refused recipient", "it reports a refused recipient's mail as sent") with { Settings = "transport faulty\n" },
        Broken("sent without the server", "it reports as sent what the server refused") with { Settings = "transport faulty\n" },
        Broken("filter throws", "its filter throws"),
        Broken("filter gives nothing", "its filter gives no mail back"),
        Broken("filter cuts the header", "its filter cuts the header off"),
        Broken("filtered body throws", "the body that its filter gives back throws"),
        Broken("source throws", "its source of secrets throws") with { Settings = "auth plain\nuser joe\n", IsDelivered = true },
        Broken("log throws", "its log throws") with { IsDelivered = true },
    ];

    static Fault Broken(string fault, string title) => Broken(fault, title, static _ => { });

    static Fault Broken(string fault, string title, Action<PluginFolder> more) => new(title, folder =>
    {
        folder.Install("Faulty", "Faulty");
        folder.Write("Faulty", "fault", fault);
        more(folder);
    });
}
