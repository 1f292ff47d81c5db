using System.Runtime.InteropServices;
using System.Text;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Plugins.Tests;

/// <summary>
/// What the command says about each fault: one line that names the plugin, the path or the versions, and what to do. The lines stand in
/// docs/plugins.md; MSMTP_UPDATE_DOCS=1 writes them there.
/// </summary>
public sealed class FaultTests
{
    static readonly Lock Writing = new();

    public static TheoryData<string> Titles { get; } = [.. Faults.All.Select(static fault => fault.Title)];

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task Is_told_in_one_line(string title)
    {
        var fault = Faults.All.Single(fault => fault.Title == title);
        using var folder = new PluginFolder();
        fault.Arrange(folder);

        var (result, arrived) = await SendAsync(TestPaths.ManagedHost, fault, folder);

        Assert.Equal(fault.IsDelivered, arrived);
        Assert.Equal(fault.IsDelivered, result.ExitCode == 0);
        var row = Row(fault, folder, result);
        if (Environment.GetEnvironmentVariable("MSMTP_UPDATE_DOCS") is not null)
            Update(row, title);
        Assert.Contains(row, await File.ReadAllLinesAsync(FaultTable.File, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_native_command_tells_the_same()
    {
        var fault = Faults.All.Single(static fault => fault.Title == "its constructor throws");
        using var folder = new PluginFolder();
        fault.Arrange(folder);

        var (managed, _) = await SendAsync(TestPaths.ManagedHost, fault, folder);
        var (native, _) = await SendAsync(TestPaths.NativeCommand, fault, folder);

        Assert.Equal((managed.ExitCode, managed.ErrorText), (native.ExitCode, native.ErrorText));
    }

    [Theory]
    [InlineData("its constructor throws")]
    [InlineData("Register throws")]
    [InlineData("the parser of its setting throws")]
    [InlineData("its mechanism throws")]
    [InlineData("its transport throws")]
    [InlineData("its filter throws")]
    [InlineData("the body that its filter gives back throws")]
    [InlineData("its source of secrets throws")]
    [InlineData("its log throws")]
    public async Task With_debug_its_author_sees_where_it_threw(string title)
    {
        var fault = Faults.All.Single(fault => fault.Title == title);
        using var folder = new PluginFolder();
        fault.Arrange(folder);

        var (told, _) = await SendAsync(TestPaths.ManagedHost, fault, folder, "--debug");
        var (quiet, _) = await SendAsync(TestPaths.ManagedHost, fault, folder);

        Assert.Contains("   at Faulty.", told.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", quiet.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_claims_nothing_of_a_transport_that_cannot_be_tried()
    {
        var fault = Faults.All.Single(static fault => fault.Title == "its transport reports nothing");
        using var folder = new PluginFolder();
        fault.Arrange(folder);

        var (result, _) = await SendAsync(TestPaths.ManagedHost, fault with { Recipient = null }, folder, "--doctor");

        Assert.Equal(0, result.ExitCode);
        Assert.EndsWith(
            "\nwarn    server          not asked: transport faulty cannot be tried without a mail\n"
            + "warn    see above       no other fault found; not tried: the server\n",
            result.OutputText,
            StringComparison.Ordinal);
        Assert.DoesNotContain("connect", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_row_of_the_table_was_tried()
    {
        var titles = FaultTable.Rows(await File.ReadAllLinesAsync(FaultTable.File, TestContext.Current.CancellationToken)).Select(FaultTable.Title);

        Assert.Equal(Faults.All.Select(static fault => fault.Title), titles);
    }

    static async Task<(CommandResult Result, bool HasArrived)> SendAsync(
        string command, Fault fault, PluginFolder folder, params string[] options)
    {
        if (fault.Script is { } script)
        {
            await using var server = ScriptedServer.Start(script);
            return (await SendAsync(command, fault, folder, server.Port, options), false);
        }
        await using var sink = MailSink.Start(static options => options with
        {
            CredentialsCheck = new PasswordTable("joe", "secret").CheckAsync,
            RequireTlsForAuth = false,
        });
        var result = await SendAsync(command, fault, folder, sink.Port, options);
        return (result, sink.TakeMail() is not null);
    }

    static async Task<CommandResult> SendAsync(string command, Fault fault, PluginFolder folder, int port, string[] options)
    {
        Assert.SkipUnless(File.Exists(command), $"{command} is not built: run build.sh");
        using var home = new TempDirectory();
        // For the source that fails there is another one behind it.
        home.Write(".netrc", "machine 127.0.0.1 login joe password secret\n");
        var msmtprc = $"plugin {fault.Plugin}\naccount default\nhost 127.0.0.1\nport {port}\nfrom me@example.org\n{fault.Settings}";
        var runner = new CommandRunner(command)
        {
            Arguments = ["-C", home.Write("msmtprc", msmtprc), .. options, .. fault.Recipient is { } recipient ? [recipient] : Array.Empty<string>()],
            Environment = new Dictionary<string, string>
            {
                ["HOME"] = home.Path,
                ["XDG_DATA_HOME"] = home.File("data"),
                ["MSMTP_PLUGIN_PATH"] = folder.Path,
            },
            Input = Encoding.ASCII.GetBytes("Subject: x\n\nhi\n"),
        };
        var result = await runner.RunAsync(TestContext.Current.CancellationToken);
        return result with { Error = Encoding.UTF8.GetBytes(result.ErrorText.Replace(home.Path, "HOME", StringComparison.Ordinal)) };
    }

    static string Row(Fault fault, PluginFolder folder, CommandResult result)
    {
        var line = result.ErrorText.Split('\n')[0].Replace(folder.Path, "FOLDER", StringComparison.Ordinal);
        Assert.StartsWith("msmtp: ", line, StringComparison.Ordinal);
        // The same table on every machine.
        line = line.Replace($"here is .NET {Environment.Version}", "here is .NET 10.0.x", StringComparison.Ordinal)
            .Replace($"runs on {RuntimeInformation.ProcessArchitecture}", "runs on X64", StringComparison.Ordinal);
        return FaultTable.Row(fault.Title, line["msmtp: ".Length..].Replace("HOME/msmtprc: line 1: ", "", StringComparison.Ordinal), result.ExitCode);
    }

    static void Update(string row, string title)
    {
        lock (Writing)
            FaultTable.Update(row, [.. Faults.All.Select(static fault => fault.Title)], title);
    }
}
