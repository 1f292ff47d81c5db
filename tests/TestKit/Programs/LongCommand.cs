using System.Diagnostics;
using System.Globalization;

namespace Msmtp.TestKit;

/// <summary>A command that takes long, and can be told from all others. Ended with the test.</summary>
public sealed class LongCommand : IDisposable
{
    readonly string sleep = $"sleep 6{Random.Shared.Next(100_000, 999_999)}";

    /// <summary>Its line for a shell. It keeps the standard output that it is given, and nothing else of the test's.</summary>
    public string Line => sleep + " 2>/dev/null";

    /// <summary>Whether it has been started, and has not ended.</summary>
    public bool IsRunning => ProcessOf(sleep) is not null;

    /// <summary>Whether a process with these arguments is there.</summary>
    public static bool IsThere(string arguments) => ProcessOf(arguments) is not null;

    /// <summary>Ends it, if it is running.</summary>
    public void Dispose()
    {
        if (ProcessOf(sleep) is { } folder)
            Process.GetProcessById(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)).Kill();
    }

    static string? ProcessOf(string arguments)
    {
        var wanted = arguments.Replace(' ', '\0') + '\0';
        return Directory.EnumerateDirectories("/proc").FirstOrDefault(process => CommandLine(process) == wanted);
    }

    static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
