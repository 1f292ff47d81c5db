using System.Text.RegularExpressions;

namespace Msmtp.Queue.Spool.Tests.Durability;

/// <summary>A change of the disk that is not there for sure until it has been synced.</summary>
abstract record DiskChange;

/// <summary>Octets in a file.</summary>
sealed record WrittenOctets(int File, long Offset, byte[] Octets) : DiskChange;

/// <summary>A name in a folder that was made, or taken away.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Name">The name.</param>
/// <param name="File">The file or folder; null: the name is gone.</param>
sealed record ChangedName(int Folder, string Name, int? File) : DiskChange;

/// <summary>What happened, in its order.</summary>
abstract record Step
{
    public sealed record Change(DiskChange What) : Step;

    /// <summary>These are on the disk now.</summary>
    public sealed record Synced(IReadOnlyList<DiskChange> What) : Step;

    /// <summary>The caller was told that the mail is safe.</summary>
    public sealed record Accepted(string Id) : Step;

    /// <summary>The server may have the mail now.</summary>
    public sealed record Sent(string Id) : Step;

    /// <summary>The run is over.</summary>
    public sealed record Over : Step;
}

/// <summary>
/// Follows what a program does to a folder: which file has which octets and names, and what of it has been synced. Files and folders are
/// numbered; 0 is the folder above the queue.
/// </summary>
sealed partial class DiskRecording(string root)
{
    /// <summary>The calls that have to be recorded.</summary>
    public const string Calls =
        "openat,write,pwrite64,ftruncate,fsync,fdatasync,linkat,unlinkat,mkdirat,renameat,renameat2,sendto,sendmsg,socket,close,dup,dup2,dup3,exit_group";

    readonly List<DiskChange> changes = [];
    readonly Dictionary<(int Folder, string Name), int> names = [];
    readonly Dictionary<int, long> sizes = [];
    readonly HashSet<int> folders = [0];
    int count;

    public List<Step> Steps { get; } = [];

    /// <summary>Plays what one process did.</summary>
    /// <param name="calls">Its system calls.</param>
    /// <param name="accepted">The mail that it accepted; null: it delivers mails.</param>
    public void Play(IReadOnlyList<SystemCall> calls, string? accepted)
    {
        var open = new Dictionary<int, int>();
        var sockets = new Dictionary<int, List<byte>>();
        foreach (var call in calls)
        {
            if (call.Name == "exit_group")
                Steps.Add(accepted is null ? new Step.Over() : new Step.Accepted(accepted));
            else if (call.Result >= 0)
                Play(call, open, sockets);
        }
    }

    void Play(SystemCall call, Dictionary<int, int> open, Dictionary<int, List<byte>> sockets)
    {
        switch (call.Name)
        {
            case "openat":
                Open(call, open);
                break;
            case "socket":
                sockets[(int)call.Result] = [];
                break;
            case "close":
                open.Remove(call.Number(0));
                sockets.Remove(call.Number(0));
                break;
            case "sendto" or "sendmsg" or "write" when sockets.TryGetValue(call.Number(0), out var said):
                Send(call, said);
                break;
            case "pwrite64" when open.TryGetValue(call.Number(0), out var file):
                Write(file, long.Parse(call.Arguments.Split(", ")[^1], System.Globalization.CultureInfo.InvariantCulture), call.Octets[0][..(int)call.Result]);
                break;
            case "fsync" or "fdatasync" when open.TryGetValue(call.Number(0), out var file):
                Steps.Add(new Step.Synced([.. changes.Where(change => change switch
                {
                    WrittenOctets octets => octets.File == file,
                    ChangedName name => name.Folder == file,
                    _ => false,
                })]));
                break;
            case "mkdirat" when Place(call.Number(0), call.Texts[0], open) is { } made:
                folders.Add(++count);
                Name(made.Folder, made.Name, count);
                break;
            case "linkat" when Place(call.Number(2), call.Texts[1], open) is { } made:
                Name(made.Folder, made.Name, Linked(call, open));
                break;
            case "unlinkat" when Place(call.Number(0), call.Texts[0], open) is { } gone:
                Name(gone.Folder, gone.Name, null);
                break;
        }
    }

    void Open(SystemCall call, Dictionary<int, int> open)
    {
        open.Remove((int)call.Result);
        var isUnnamed = call.Arguments.Contains("O_TMPFILE", StringComparison.Ordinal);
        if (Place(call.Number(0), isUnnamed ? call.Texts[0] + "/unnamed" : call.Texts[0], open) is not { } place)
        {
            if (call.Texts[0] == root)
                open[(int)call.Result] = 0;
            return;
        }
        if (isUnnamed)
            open[(int)call.Result] = ++count;
        else if (names.TryGetValue(place, out var file))
            open[(int)call.Result] = file;
        else if (call.Arguments.Contains("O_CREAT", StringComparison.Ordinal))
        {
            open[(int)call.Result] = ++count;
            Name(place.Folder, place.Name, count);
        }
    }

    // Null: it is not below the folder, or where nothing has to last.
    (int Folder, string Name)? Place(int start, string path, Dictionary<int, int> open)
    {
        int folder;
        if (start >= 0 && !path.StartsWith('/'))
        {
            if (!open.TryGetValue(start, out folder))
                return null;
        }
        else if (path.StartsWith(root + "/", StringComparison.Ordinal))
            (folder, path) = (0, path[(root.Length + 1)..]);
        else
            return null;
        var parts = path.Split('/').Where(static part => part != ".").ToList();
        foreach (var part in parts.SkipLast(1))
            if (!names.TryGetValue((folder, part), out folder))
                return null;
        return folders.Contains(folder) && parts[^1] is not ("accounts" or "log" or "trace") ? (folder, parts[^1]) : null;
    }

    int Linked(SystemCall call, Dictionary<int, int> open) => Descriptor().Match(call.Texts[0]) is { Success: true } descriptor
        ? open[int.Parse(descriptor.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)]
        : names[Place(call.Number(0), call.Texts[0], open)!.Value];

    void Write(int file, long offset, byte[] octets)
    {
        sizes[file] = Math.Max(sizes.GetValueOrDefault(file), offset + octets.Length);
        Add(new WrittenOctets(file, offset, octets));
    }

    void Name(int folder, string name, int? file)
    {
        if (file is { } known)
            names[(folder, name)] = known;
        else
            names.Remove((folder, name));
        Add(new ChangedName(folder, name, file));
    }

    void Add(DiskChange change)
    {
        changes.Add(change);
        Steps.Add(new Step.Change(change));
    }

    // Up to here nothing can have been delivered; from here on it can.
    void Send(SystemCall call, List<byte> said)
    {
        // What is said to the kernel has no strings.
        if (call.Octets.Count == 0)
            return;
        said.AddRange(call.Octets[^1]);
        var text = System.Text.Encoding.Latin1.GetString([.. said]);
        if (!text.Contains("\r\n.\r\n", StringComparison.Ordinal))
            return;
        Steps.Add(new Step.Sent(Subject().Match(text).Groups[1].Value));
        said.Clear();
    }

    [GeneratedRegex("^/proc/self/fd/(\\d+)$")]
    private static partial Regex Descriptor();

    [GeneratedRegex("^Subject: (\\w+)\r$", RegexOptions.Multiline)]
    private static partial Regex Subject();
}
