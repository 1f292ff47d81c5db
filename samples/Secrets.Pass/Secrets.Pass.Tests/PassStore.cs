using System.Diagnostics;

namespace Secrets.Pass.Tests;

/// <summary>A pass(1) store with a gpg(1) key and one entry, mail/mail.example.org/joe. Both programs must be installed.</summary>
public sealed class PassStore : IDisposable
{
    public const string Password = "correct horse battery staple";

    readonly DirectoryInfo home = Directory.CreateTempSubdirectory("pass-");

    public PassStore()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/pass") && File.Exists("/usr/bin/gpg"), "pass or gpg is not installed");
        // The commands that the plugin runs inherit this process's environment.
        Environment.SetEnvironmentVariable("GNUPGHOME", home.FullName);
        Environment.SetEnvironmentVariable("PASSWORD_STORE_DIR", Folder);
        Run("gpg --batch --quiet --passphrase '' --quick-gen-key store@example.org default default never");
        Run("pass init store@example.org");
        Run($"printf '%s\\nlogin: joe\\n' '{Password}' | pass insert --multiline mail/mail.example.org/joe");
    }

    public string Folder => Path.Combine(home.FullName, "store");

    public void Break(string entry) => File.WriteAllText(Path.Combine(Folder, entry + ".gpg"), "not encrypted");

    public void Dispose()
    {
        Run("gpgconf --kill gpg-agent");
        home.Delete(recursive: true);
    }

    static void Run(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{{ {command}; }} >/dev/null 2>&1"]))!;
        shell.WaitForExit();
        Assert.True(shell.ExitCode == 0, $"{command}: exit status {shell.ExitCode}");
    }
}
