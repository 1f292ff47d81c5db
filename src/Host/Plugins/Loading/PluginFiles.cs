namespace Msmtp.Hosting;

/// <summary>
/// Finds a plugin's assembly, NAME/NAME.dll, and makes sure that nobody but its user and root could have put it there: what it
/// does is done with the user's rights.
/// </summary>
/// <param name="folders">Where to look, in this order.</param>
sealed class PluginFiles(IReadOnlyList<string> folders)
{
    const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>The absolute path of the assembly.</summary>
    /// <exception cref="InvalidDataException">There is none, or others can change it.</exception>
    public string Find(string name)
    {
        var found = folders.Select(folder => Path.Combine(folder, name, name + ".dll")).FirstOrDefault(File.Exists)
            ?? throw new InvalidDataException(
                $"there is no {name}/{name}.dll in {string.Join(", ", folders)}; put it there, or name its folder in {PluginPath.Variable}");
        var assembly = RealPath.Of(found);
        try
        {
            RequirePrivate(assembly);
            return assembly;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{assembly}: {SystemError.Describe(e)}", e);
        }
    }

    static void RequirePrivate(string assembly)
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = new DirectoryInfo(Path.GetDirectoryName(assembly)!);
        // Whoever can write a folder above can put another one in this one's place.
        for (var above = folder; above is not null; above = above.Parent)
            RequirePrivate(above);
        foreach (var part in folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
            RequirePrivate(part);
    }

    static void RequirePrivate(FileSystemInfo part)
    {
        if (OperatingSystem.IsWindows())
            return;
        var mode = File.GetUnixFileMode(part.FullName);
        // In a folder like /tmp everybody can write, but nobody can replace what is another's.
        var isShared = part is DirectoryInfo && mode.HasFlag(UnixFileMode.StickyBit);
        if ((mode & OthersWrite) != 0 && !isShared)
            throw new InvalidDataException(
                $"{part.FullName} can be written by others; take that away (chmod go-w) when you are sure of what is in it");
        if (FileOwner.Of(part.FullName) is { } owner && owner != 0 && owner != FileOwner.EffectiveUser)
            throw new InvalidDataException($"{part.FullName} belongs to another user; it has to be yours, or root's");
    }
}
