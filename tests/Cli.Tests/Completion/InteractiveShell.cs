using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.Completion;

/// <summary>The shells that have completions.</summary>
public enum ShellKind
{
    /// <summary>bash by itself.</summary>
    Bash,

    /// <summary>bash with the package bash-completion, which loads completions when they are needed.</summary>
    BashWithPackage,

    /// <summary>zsh.</summary>
    Zsh,

    /// <summary>fish.</summary>
    Fish,
}

/// <summary>
/// A shell at a terminal, with a test at the keyboard. Its msmtp is a script that hands questions to the real one, and otherwise notes its arguments:
/// what a completed line means is seen by running it.
/// </summary>
sealed partial class InteractiveShell : IDisposable
{
    const string Prompt = "READY> ";
    const string Package = "/usr/share/bash-completion/bash_completion";
    const string Script = "/usr/bin/script";

    readonly TempDirectory home;
    readonly Process process;
    readonly StringBuilder screen = new();

    InteractiveShell(TempDirectory home, Process process)
    {
        this.home = home;
        this.process = process;
    }

    /// <summary>What has been shown so far, without what moves the cursor or colours.</summary>
    public string Screen
    {
        get
        {
            lock (screen)
                return Sequence().Replace(screen.ToString(), "");
        }
    }

    /// <summary>Starts a shell and waits for its prompt. Skips the test where there is no such shell.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="home">Its home and working directory.</param>
    /// <param name="locale">LC_ALL.</param>
    public static async Task<InteractiveShell> StartAsync(ShellKind kind, TempDirectory home, string locale = "C.UTF-8")
    {
        Assert.SkipUnless(File.Exists(Script), "script is not installed (package bsdutils)");
        var command = Prepare(kind, home);
        var process = Process.Start(new ProcessStartInfo(Script, ["-qfec", $"stty cols 160 rows 60; exec {command}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = home.Path,
            Environment =
            {
                ["HOME"] = home.Path,
                ["ZDOTDIR"] = home.Path,
                ["XDG_CONFIG_HOME"] = home.File("config"),
                ["XDG_DATA_HOME"] = home.File("data"),
                ["BASH_COMPLETION_USER_DIR"] = home.File("bash"),
                ["PATH"] = $"{home.File("bin")}:/usr/bin:/bin",
                ["SHELL"] = "/bin/sh",
                ["TERM"] = "xterm",
                ["LC_ALL"] = locale,
            },
        })!;
        var shell = new InteractiveShell(home, process);
        _ = shell.ReadAsync();
        await shell.SeesAsync(Prompt);
        return shell;
    }

    /// <summary>Types a line, presses Tab where it has a tab, and returns with what arguments msmtp is run.</summary>
    public async Task<string[]> RunAsync(string line)
    {
        var path = home.File("arguments");
        File.Delete(path);
        Type(line + "\r");
        try
        {
            await Eventually.TrueAsync($"msmtp is run by {line}", () => File.Exists(path), TestContext.Current.CancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}; the screen:\n{Screen}", e);
        }
        return File.ReadAllText(path).Split('\0')[..^1];
    }

    /// <summary>Types something.</summary>
    public void Type(string keys)
    {
        process.StandardInput.BaseStream.Write(Encoding.UTF8.GetBytes(keys));
        process.StandardInput.BaseStream.Flush();
    }

    /// <summary>Waits for texts on the screen.</summary>
    public async Task SeesAsync(params string[] texts)
    {
        try
        {
            await Eventually.TrueAsync(string.Join(", ", texts), () => Array.TrueForAll(texts, Screen.Contains), TestContext.Current.CancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}; the screen:\n{Screen}", e);
        }
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    async Task ReadAsync()
    {
        var buffer = new char[4096];
        while (await process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
            lock (screen)
                screen.Append(buffer, 0, count);
    }

    static string Prepare(ShellKind kind, TempDirectory home)
    {
        WriteProgram(home, "msmtp");
        WriteProgram(home, "msmtpd");
        var bash = Generated.CompletionFile.Folder + "/msmtp.bash";
        switch (kind)
        {
            case ShellKind.Bash:
                home.Write("bashrc", $"PS1='{Prompt}'\n. '{bash}'\n");
                return $"bash --rcfile '{home.File("bashrc")}' -i";
            case ShellKind.BashWithPackage:
                Assert.SkipUnless(File.Exists(Package), "bash-completion is not installed");
                home.Write("bashrc", $"PS1='{Prompt}'\n. {Package}\n");
                Install(bash, home, "bash/completions/msmtp");
                Install(bash, home, "bash/completions/msmtpd");
                return $"bash --rcfile '{home.File("bashrc")}' -i";
            case ShellKind.Zsh:
                Assert.SkipUnless(File.Exists("/usr/bin/zsh"), "zsh is not installed");
                home.Write(".zshrc", $"PS1='{Prompt}'\nfpath=(~/zsh $fpath)\nautoload -U compinit\ncompinit -u -d ~/zcompdump\n");
                Install(Generated.CompletionFile.Folder + "/_msmtp", home, "zsh/_msmtp");
                return "zsh -d -i";
            default:
                Assert.SkipUnless(File.Exists("/usr/bin/fish"), "fish is not installed");
                home.Write("config/fish/config.fish", $"function fish_prompt; echo '{Prompt}'; end\nfunction fish_greeting; end\n");
                Install(Generated.CompletionFile.Folder + "/msmtp.fish", home, "config/fish/completions/msmtp.fish");
                Install(Generated.CompletionFile.Folder + "/msmtpd.fish", home, "config/fish/completions/msmtpd.fish");
                return "fish -i";
        }
    }

    static void Install(string file, TempDirectory home, string place) => home.Write(place, File.ReadAllBytes(file));

    static void WriteProgram(TempDirectory home, string name)
    {
        var path = home.Write($"bin/{name}", $$"""
            #!/bin/sh
            case $1 in --complete=*) exec '{{TestPaths.NativeCommand}}' "$@" ;; esac
            printf '%s\0' "$@" >'{{home.File("arguments.new")}}' && mv '{{home.File("arguments.new")}}' '{{home.File("arguments")}}'

            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // ECMA-48, and what terminals have besides.
    [GeneratedRegex(@"\x1b\[[0-9;?<=>]*[A-Za-z]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)|\x1b[()][A-Z0-9]|\x1b[=>]|\r|\x0f")]
    private static partial Regex Sequence();
}
