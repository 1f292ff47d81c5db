namespace Msmtp.Cli;

/// <summary>Whether there is room for another mail.</summary>
static class DiskSpace
{
    const long Reserve = 64 * 1024 * 1024;
    const int ReservedShare = 50;

    /// <summary>
    /// Whether the file system of a folder has room for so many octets, and after that a fiftieth of it, or 64 MiB: the mails that are there need
    /// room to be marked as sent, and other programs some, too.
    /// </summary>
    /// <param name="folder">The folder, or one that is to be made.</param>
    /// <param name="octets">The size of what comes.</param>
    public static bool HasRoom(string folder, long octets)
    {
        try
        {
            var drive = new DriveInfo(Existing(folder));
            return HasRoom(drive.TotalSize, drive.AvailableFreeSpace, octets);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Unknown: writing will tell.
            return true;
        }
    }

    internal static bool HasRoom(long total, long free, long octets) => free - octets >= Math.Min(Reserve, total / ReservedShare);

    static string Existing(string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { Length: > 0 } parent)
            folder = parent;
        return folder;
    }
}
