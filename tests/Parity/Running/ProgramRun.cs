using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Msmtp.TestKit;
using Msmtp.Text;

namespace Msmtp.Parity;

/// <summary>One run of one program.</summary>
sealed class ProgramRun(Scenario scenario, string program) : IDisposable
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    readonly TempDirectory place = new();

    string Home => place.File("home");

    /// <summary>Runs the program once and tells what it did; the home is gone afterwards.</summary>
    public async Task<Observation> ObserveAsync()
    {
        using var _ = this;
        await using var server = RecordingServer.Start(scenario.Server);
        var fill = new Placeholders(Home, server.Port);
        WriteFiles(fill);
        var result = await RunAsync(fill);
        await server.FinishAsync();
        return new Masks(fill, place.Path).Over(result, server.Dialogue, server.Data, FilesLeft());
    }

    /// <inheritdoc/>
    public void Dispose() => place.Dispose();

    void WriteFiles(Placeholders fill)
    {
        Directory.CreateDirectory(Home);
        if (scenario.Msmtprc is { } msmtprc)
            Write(".msmtprc", msmtprc);
        foreach (var (name, text) in scenario.Files)
            Write(name, text);

        void Write(string name, string text) => place.Write(Path.Combine("home", name), OctetText.Encode(fill.Into(text)));
    }

    async Task<CommandResult> RunAsync(Placeholders fill)
    {
        var name = place.File(scenario.CalledBy);
        File.CreateSymbolicLink(name, program);
        try
        {
            return await new CommandRunner(name)
            {
                Arguments = [.. scenario.Arguments.Select(fill.Into)],
                Input = OctetText.Encode(fill.Into(scenario.Input)),
                InheritsEnvironment = false,
                Environment = EnvironmentWith(fill),
                WorkingDirectory = Home,
                Timeout = Timeout,
            }.RunAsync(TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            return new CommandResult(-1, [], "killed, because it did not end\n"u8.ToArray());
        }
    }

    Dictionary<string, string> EnvironmentWith(Placeholders fill)
    {
        var variables = new Dictionary<string, string>
        {
            ["HOME"] = Home,
            ["PATH"] = "/usr/bin:/bin",
            ["LC_ALL"] = "C",
            ["TZ"] = "UTC",
            ["USER"] = "tester",
            ["HOSTNAME"] = "localhost",
            // The managed host has to find the runtime that runs the tests.
            ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
        };
        foreach (var (name, value) in scenario.Environment)
        {
            if (value is null)
                variables.Remove(name);
            else
                variables[name] = fill.Into(value);
        }

        return variables;
    }

    string FilesLeft() => string.Concat(Directory.EnumerateFiles(Home)
        .Where(file => !scenario.Files.ContainsKey(Path.GetFileName(file)) || Path.GetFileName(file) == "log")
        .Where(static file => Path.GetFileName(file) != ".msmtprc")
        .Order(StringComparer.Ordinal)
        .Select(static file => $"{Path.GetFileName(file)}:\n{OctetText.Decode(File.ReadAllBytes(file))}"));
}
