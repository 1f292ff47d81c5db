using System.Diagnostics;
using Msmtp.TestKit;

namespace Msmtp.Parity;

/// <summary>The programs that are compared.</summary>
static class Installed
{
    // Later versions differ here and there; docs/deviations.md is about this one.
    const string Version = "1.8.23";

    static readonly Lazy<string?> Found = new(FindMsmtp);

    /// <summary>The real msmtp; null: it is not installed.</summary>
    public static string? Msmtp => Found.Value;

    /// <summary>Our commands: both flavours as far as they are built.</summary>
    public static IReadOnlyList<string> Ours { get; } =
        [.. new[] { TestPaths.NativeCommand, TestPaths.ManagedHost }.Where(File.Exists)];

    /// <summary>The one of ours that starts fastest.</summary>
    public static IReadOnlyList<string> Fastest => [.. Ours.Take(1)];

    /// <summary>Skips the test where there is nothing to compare with, and says so.</summary>
    public static string Require()
    {
        Assert.SkipWhen(Msmtp is null, $"msmtp {Version} is not installed: there is nothing to compare with");
        Assert.SkipWhen(Ours.Count == 0, "our command is not built: run build.sh");
        return Msmtp!;
    }

    // Ours may be in PATH under the same name.
    static string? FindMsmtp() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Append("/usr/bin")
        .Select(static folder => Path.Combine(folder, "msmtp"))
        .FirstOrDefault(static path => File.Exists(path) && IsReal(path));

    static bool IsReal(string path)
    {
        using var process = Process.Start(new ProcessStartInfo(path, "--version") { RedirectStandardOutput = true });
        return process?.StandardOutput.ReadToEnd() is { } version
            && version.StartsWith($"msmtp version {Version}\n", StringComparison.Ordinal)
            && version.Contains("GNU SASL", StringComparison.Ordinal);
    }
}
