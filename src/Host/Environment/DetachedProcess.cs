using System.Globalization;
using System.Runtime.InteropServices;
using static Msmtp.Hosting.ChildCalls;

namespace Msmtp.Hosting;

/// <summary>
/// A process of its own that outlives this one: in a session of its own, without a terminal, with none of the caller's files (so that no pipe of
/// cron's or ssh's stays open), with no signal blocked or ignored. Its folder is the caller's, and its own business.
/// </summary>
static unsafe class DetachedProcess
{
    const short StartsSession = 0x80;
    const int ReadAndWrite = 2;
    // A set of them is a row of bits: all there are.
    const ulong AllSignals = ulong.MaxValue;

    /// <summary>Starts it, and waits for nothing.</summary>
    /// <param name="program">The path of the program.</param>
    /// <param name="arguments">argv, including the name.</param>
    /// <exception cref="IOException">The system refused; HResult is the error number.</exception>
    public static void Start(string program, IReadOnlyList<string> arguments)
    {
        var actions = stackalloc byte[SpawnStructure];
        var attributes = stackalloc byte[SpawnStructure];
        using var path = new TextArray([program, "/dev/null"]);
        using var words = new TextArray(arguments);
        using var variables = new TextArray(ChildEnvironment.With(new Dictionary<string, string>()));
        _ = posix_spawn_file_actions_init(actions);
        _ = posix_spawnattr_init(attributes);
        try
        {
            for (var i = 0; i < 3; i++)
                _ = posix_spawn_file_actions_addopen(actions, i, path.Items[1], ReadAndWrite, 0);
            foreach (var descriptor in Inherited())
                _ = posix_spawn_file_actions_addclose(actions, descriptor);
            SetAttributes(attributes);
            int child;
            var error = posix_spawn(&child, path.Items[0], actions, attributes, words.Items, variables.Items);
            if (error != 0)
                throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
        }
        finally
        {
            _ = posix_spawnattr_destroy(attributes);
            _ = posix_spawn_file_actions_destroy(actions);
        }
    }

    static void SetAttributes(byte* attributes)
    {
        var none = stackalloc ulong[SignalStructure / sizeof(ulong)];
        new Span<ulong>(none, SignalStructure / sizeof(ulong)).Clear();
        var all = stackalloc ulong[SignalStructure / sizeof(ulong)];
        new Span<ulong>(all, SignalStructure / sizeof(ulong)).Clear();
        // Two signals cannot be set, and two more belong to the C library: it refuses none of them here.
        *all = AllSignals;
        _ = posix_spawnattr_setsigmask(attributes, none);
        _ = posix_spawnattr_setsigdefault(attributes, all);
        _ = posix_spawnattr_setflags(attributes, StartsSession | SetsDefaultSignals | SetsSignalMask);
    }

    // This program's own files close themselves in a child; the caller's do not. The C library ignores one that has been closed meanwhile.
    static List<int> Inherited()
    {
        var descriptors = new List<int>();
        foreach (var path in Directory.Exists("/proc/self/fd") ? Directory.GetFileSystemEntries("/proc/self/fd") : [])
            if (int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor) && descriptor > 2)
                descriptors.Add(descriptor);
        return descriptors;
    }
}
