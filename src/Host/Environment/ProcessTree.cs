using System.Globalization;

namespace Msmtp.Hosting;

/// <summary>
/// A process and everything that it has started, by the parents in /proc. Only the process itself if there is no /proc, or it belongs to
/// another PID namespace, where the numbers mean other processes.
/// </summary>
static class ProcessTree
{
    /// <summary>
    /// Sends a signal to all of them, and returns whether the process itself could be signalled: one that runs as another user (sudo)
    /// cannot.
    /// </summary>
    public static bool Signal(int root, int signal)
    {
        // A stopped process starts nothing while its children are collected.
        if (signal == ChildCalls.Kill && OperatingSystem.IsLinux())
            _ = ChildCalls.kill(root, ChildCalls.Stop);
        foreach (var child in ChildrenOf(root))
            _ = Signal(child, signal);
        return ChildCalls.kill(root, signal) == 0;
    }

    static List<int> ChildrenOf(int parent)
    {
        var children = new List<int>();
        if (!IsOurs(new DirectoryInfo("/proc/self").LinkTarget))
            return children;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && ParentOf(folder) == parent)
                children.Add(id);
        }
        return children;
    }

    // proc(5): a link to the reader's own number there; a different one, or none, in another namespace.
    static bool IsOurs(string? self) => self == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    // proc(5): the number, the name in brackets, which may hold anything, the state, the parent.
    static int? ParentOf(string folder)
    {
        try
        {
            var facts = File.ReadAllText(folder + "/stat");
            var words = facts[(facts.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return int.Parse(words[1], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process has just ended.
            return null;
        }
    }
}
