using System.Runtime.Versioning;

namespace Msmtp.Hosting;

/// <summary>
/// Files and folders that only the user and root can change: checks their modes and owners, and those of every folder and link on the way
/// to them, since anyone who can write there can put something else in their place.
/// </summary>
[UnsupportedOSPlatform("windows")]
sealed class PrivateFiles
{
    const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    readonly HashSet<string> seen = [];

    /// <summary>Checks a folder, everything in it, and the way to it.</summary>
    /// <exception cref="InvalidDataException">Others can change it.</exception>
    public void RequireFolder(string folder)
    {
        RequireWay(folder);
        RequirePrivate(folder);
        foreach (var part in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            RequirePart(part);
    }

    /// <summary>
    /// Checks everything on the way to a file or folder, through every link, including the file itself but not what is in the folder.
    /// </summary>
    /// <exception cref="InvalidDataException">Others can change it.</exception>
    public void RequireWay(string path)
    {
        if (!seen.Add(path))
            return;
        if (Path.GetDirectoryName(path) is { } above)
            RequireWay(above);
        RequirePrivate(path, isOnTheWay: true);
        if (File.ResolveLinkTarget(path, returnFinalTarget: false) is { } target)
            RequireWay(target.FullName);
    }

    void RequirePart(FileSystemInfo part)
    {
        var real = RealPath.Of(part.FullName);
        // realpath does not follow a link that leads nowhere, or to itself.
        if (part.LinkTarget is not null && real == part.FullName)
            throw new InvalidDataException($"{part.FullName} is a link that leads to nothing; take it away");
        if (part.LinkTarget is null)
            RequirePrivate(part.FullName);
        else
            RequireLink(part.FullName, real);
        // A link back is not followed twice.
        if (Directory.Exists(real) && seen.Add(real + "/"))
            RequireFolder(real);
    }

    // Nor may others be able to put a file beside the target of a link: not even in a folder like /tmp.
    void RequireLink(string link, string real)
    {
        RequireWay(link);
        RequireWay(real);
        RequirePrivate(real);
        RequirePrivate(Path.GetDirectoryName(real) ?? "/");
    }

    static void RequirePrivate(string path, bool isOnTheWay = false)
    {
        var mode = File.GetUnixFileMode(path);
        // On the way, a folder like /tmp is fine: everybody can write there, but nobody can replace what belongs to others.
        var isShared = isOnTheWay && mode.HasFlag(UnixFileMode.StickyBit);
        if ((mode & OthersWrite) != 0 && !isShared)
            throw new InvalidDataException($"{path} is writable by others; once you are sure of its contents, remove that permission (chmod go-w)");
        RequireOwner(FileOwner.Of(path), path);
        RequireOwner(FileOwner.OfLink(path), path);
    }

    static void RequireOwner(uint? owner, string path)
    {
        if (owner is not null && owner != 0 && owner != FileOwner.EffectiveUser)
            throw new InvalidDataException($"{path} belongs to another user; it must belong to you or to root");
    }
}
