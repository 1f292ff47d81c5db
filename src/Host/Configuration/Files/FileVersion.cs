namespace Msmtp.Hosting;

/// <summary>By what a file or folder that has changed since is told from what it was.</summary>
/// <param name="Changed">When it was changed last; of a folder: when a name in it was added, changed or removed.</param>
/// <param name="Size">Its size in octets; of a folder: less than nothing.</param>
readonly record struct FileVersion(DateTime Changed, long Size)
{
    const long SizeOfFolders = -1;

    /// <summary>That of a file or folder at present; default: there is none, or it cannot be looked at.</summary>
    public static FileVersion Of(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true } file)
                return new FileVersion(file.LastWriteTimeUtc, file.Length);
            return new DirectoryInfo(path) is { Exists: true } folder ? new FileVersion(folder.LastWriteTimeUtc, SizeOfFolders) : default;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return default;
        }
    }
}
