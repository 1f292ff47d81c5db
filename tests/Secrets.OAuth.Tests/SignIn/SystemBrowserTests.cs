using Msmtp.Secrets.OAuth.SignIn;
using Msmtp.TestKit;
using Msmtp.Testing;
using NSubstitute;

namespace Msmtp.Secrets.OAuth.Tests.SignIn;

public sealed class SystemBrowserTests : IDisposable
{
    const string Address = "https://id.example.org/auth?a=$(touch x)&b=`id`&c='\"; exit 1;";

    readonly TempDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("{0}")]
    [InlineData("{0} --new-window")]
    [InlineData("{0}:/nonexistent")]
    [InlineData("{0} %s:/nonexistent")]
    public async Task The_browser_that_the_user_names_gets_the_address_as_it_is(string format)
    {
        var browser = Program("browser", $"printf '%s\\n' \"$@\" > {folder.File("made")}; mv {folder.File("made")} {folder.File("seen")}");

        await OpenAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, format, browser), folder.Path);

        await Eventually.TrueAsync("the browser was started", () => File.Exists(folder.File("seen")), Token);
        Assert.Equal(Address, (await File.ReadAllLinesAsync(folder.File("seen"), TestContext.Current.CancellationToken))[^1]);
    }

    [Fact]
    public async Task Otherwise_the_desktop_knows_which_one()
    {
        Program("xdg-open", $"printf '%s\\n' \"$@\" > {folder.File("made")}; mv {folder.File("made")} {folder.File("seen")}");

        await OpenAsync(browser: "", folder.Path + ":/usr/bin:/bin");

        await Eventually.TrueAsync("the browser was started", () => File.Exists(folder.File("seen")), Token);
        Assert.Equal(Address + "\n", await File.ReadAllTextAsync(folder.File("seen"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_browser_that_runs_for_long_is_not_waited_for()
    {
        var pipe = folder.File("pipe");
        var browser = Program("browser", $"read line < {pipe}; : > {folder.File("ended")}");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [pipe]))
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);

        await OpenAsync(browser, folder.Path);

        Assert.False(File.Exists(folder.File("ended")));
        await File.WriteAllTextAsync(pipe, "end\n", TestContext.Current.CancellationToken);
        await Eventually.TrueAsync("it ended by itself", () => File.Exists(folder.File("ended")), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Without_a_browser_or_a_shell_nothing_fails()
    {
        await OpenAsync(browser: "/nonexistent", "/usr/bin:/bin");

        var shell = Substitute.For<IShell>();
        shell.RunAsync(default!, Token).ReturnsForAnyArgs<ValueTask<ShellResult>>(
            static _ => throw new MailException(ExitCode.Unavailable, DeliveryStage.Configure, "no /bin/sh"));
        var context = new PluginUnderTest(new OAuthPlugin()).Context("") with { Shell = shell };
        await SystemBrowser.OpenAsync(context, Address, Token);
        await shell.ReceivedWithAnyArgs(1).RunAsync(default!, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("DISPLAY", true)]
    [InlineData("WAYLAND_DISPLAY", true)]
    [InlineData("TERM", false)]
    public void A_screen_is_seen_in_the_environment(string variable, bool expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "there is always one");

        Assert.Equal(expected, SystemBrowser.IsLikely(With(":0")));
        Assert.False(SystemBrowser.IsLikely(With("")));

        PluginEnvironment With(string value) => new() { Home = "", GetVariable = name => name == variable ? value : null };
    }

    string Program(string name, string script)
    {
        var path = folder.Write(name, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    // In a shell whose environment is the test's.
    static async Task OpenAsync(string browser, string path)
    {
        var context = new PluginUnderTest(new OAuthPlugin()).Context("");
        var shell = Substitute.For<IShell>();
        shell.RunAsync(default!, TestContext.Current.CancellationToken).ReturnsForAnyArgs(call => context.Shell.RunAsync(
            call.Arg<ShellCommand>() with
            {
                Environment = new Dictionary<string, string>(call.Arg<ShellCommand>().Environment)
                {
                    ["BROWSER"] = browser,
                    ["PATH"] = $"{path}:/usr/bin:/bin",
                },
            },
            call.Arg<CancellationToken>()));
        await SystemBrowser.OpenAsync(context with { Shell = shell }, Address, TestContext.Current.CancellationToken);
    }
}
