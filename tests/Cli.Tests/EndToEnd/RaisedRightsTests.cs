using System.Runtime.Versioning;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>
/// A copy with rights that its caller lacks is refused before the runtime reads the caller's environment, which could name code to be
/// loaded. One that the system has only told to be careful goes on without that part of the environment.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class RaisedRightsTests : EndToEndTest
{
    const string SetCapabilities = "/usr/sbin/setcap";

    const UnixFileMode Everyone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    // With so little memory (the number is hexadecimal) the runtime does not start.
    static readonly (string, string) Harm = ("DOTNET_GCHeapHardLimit", "1");

    [Theory]
    [InlineData(Flavour.Native, UnixFileMode.SetGroup)]
    [InlineData(Flavour.Native, UnixFileMode.SetUser)]
    [InlineData(Flavour.Managed, UnixFileMode.SetGroup)]
    [InlineData(Flavour.Managed, UnixFileMode.SetUser)]
    public async Task A_program_of_another_user_or_group_is_refused(Flavour flavour, UnixFileMode bit)
    {
        var program = await CopyAsync(flavour);
        File.SetUnixFileMode(program, Everyone | bit);

        AssertRefused(await RunAsync(program, Harm));
    }

    [Theory, EachFlavour]
    public async Task File_capabilities_are_refused(Flavour flavour)
    {
        var program = await CopyAsync(flavour);
        await SetAsync("cap_net_bind_service=ep", program);

        AssertRefused(await RunAsync(program, Harm));
    }

    // What a file could inherit and did not: the system is as careful (AT_SECURE) as with a change of the security domain.
    [Theory, EachFlavour]
    public async Task Without_more_rights_it_goes_on_without_what_names_code(Flavour flavour)
    {
        var program = await CopyAsync(flavour);
        await SetAsync("cap_net_bind_service=ei", program);

        var result = await RunAsync(program, Harm, ("COMPlus_GCHeapHardLimit", "1"));

        // The managed host has lost DOTNET_ROOT as well, and finds the runtime where the system has it.
        Assert.True(result.ExitCode == 0 || flavour == Flavour.Managed && result.ErrorText.Contains("You must install", StringComparison.Ordinal), result.ToString());
    }

    // The loader and Kerberos are careful by themselves, but only in the program that the system has told to be.
    [Fact]
    public async Task The_managed_host_is_not_handed_what_names_code()
    {
        var program = await CopyAsync(Flavour.Managed);
        var host = Path.Combine(Path.GetDirectoryName(program)!, "Msmtp.Cli");
        await new CommandRunner("/bin/sh") { Arguments = ["-c", "printf '#!/bin/sh\nenv\n' >\"$0\"; chmod 755 \"$0\"", host] }.RunAsync(Token);
        await SetAsync("cap_net_bind_service=ei", program);

        var result = await RunAsync(
            program, ("KRB5_CONFIG", "/harm"), ("GSS_MECH_CONFIG", "/harm"), ("OPENSSL_CONF", "/harm"), ("DOTNET_STARTUP_HOOKS", "/harm"), ("KEPT", "yes"));

        Assert.Contains("KEPT=yes\n", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("/harm", result.OutputText, StringComparison.Ordinal);
    }

    // Without it, nobody would know that the one above can fail.
    [Theory, EachFlavour]
    public async Task The_harm_is_done_where_nobody_is_careful(Flavour flavour)
    {
        Assert.NotEqual(0, (await RunAsync(await CopyAsync(flavour), Harm)).ExitCode);
    }

    // exec makes the managed host an equal of its caller again: what has been found out before is handed on.
    [Fact]
    public async Task In_another_security_domain_only_the_folders_of_the_system_have_plugins()
    {
        var command = Command(Flavour.Managed, "-C", Home.Write("msmtprc", "plugin missing\n"), "you@example.net") with
        {
            Environment = EnvironmentWith(("MSMTP_RAISED_RIGHTS", "1"), ("MSMTP_PLUGIN_PATH", Home.Path)),
        };

        var result = await command.RunAsync(Token);

        Assert.Contains("no missing/missing.dll in /usr/local/lib/msmtp/plugins, /usr/lib/msmtp/plugins;", result.ErrorText, StringComparison.Ordinal);
    }

    Task<CommandResult> RunAsync(string program, params IReadOnlyList<(string, string)> more) => (Command(Flavour.Native) with
    {
        Path = "/usr/bin/setpriv",
        Arguments = ["--reuid", "65534", "--regid", "65534", "--clear-groups", "--", program, "--version"],
        Environment = EnvironmentWith(more),
    }).RunAsync(Token);

    // Copied by another process: while this one had the copy open, a program that another test starts could inherit that, and the system
    // runs no file that somebody has open for writing.
    async Task<string> CopyAsync(Flavour flavour)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give rights");
        CallerStateTests.SkipWithoutLauncher(flavour);
        File.SetUnixFileMode(Home.Path, Everyone);
        var built = Built(flavour);
        await new CommandRunner("/bin/cp") { Arguments = ["-r", flavour == Flavour.Native ? built : Path.GetDirectoryName(built)!, Home.File("copy")] }
            .RunAsync(Token);
        await new CommandRunner("/bin/chmod") { Arguments = ["-R", "a+rX", Home.File("copy")] }.RunAsync(Token);
        return flavour == Flavour.Native ? Home.File("copy") : Path.Combine(Home.File("copy"), Path.GetFileName(built));
    }

    static async Task SetAsync(string capabilities, string program)
    {
        Assert.SkipUnless(File.Exists(SetCapabilities), "setcap is not installed (package libcap2-bin)");
        var result = await new CommandRunner(SetCapabilities) { Arguments = [capabilities, program] }.RunAsync(Token);
        Assert.SkipUnless(result.ExitCode == 0, $"this file system keeps no capabilities: {result.ErrorText}");
    }

    static void AssertRefused(CommandResult result)
    {
        Assert.Equal(77, result.ExitCode);
        Assert.Matches("^(msmtp|copy): refusing to run with privileges that the caller does not have [^\n]*: take them off, and let the service msmtpd [^\n]*\n$", result.ErrorText);
        Assert.Empty(result.OutputText);
    }
}
