namespace Msmtp.Hosting;

/// <summary>By what a file that has changed since is told from what it was.</summary>
/// <param name="Changed">When it was changed last.</param>
/// <param name="Size">Its size in octets.</param>
readonly record struct FileVersion(DateTime Changed, long Size)
{
    /// <summary>That of a file at present; default: there is none, or it cannot be looked at.</summary>
    public static FileVersion Of(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true } file ? new FileVersion(file.LastWriteTimeUtc, file.Length) : default;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return default;
        }
    }
}
