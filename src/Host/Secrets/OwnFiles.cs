using Microsoft.Win32.SafeHandles;

namespace Msmtp.Hosting;

/// <summary>
/// Whether files and folders belong to the user and nobody else can access them. This holds for root, too: what holds the program's secrets
/// never belongs to another user.
/// </summary>
static class OwnFiles
{
    const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Creates a folder, if there is none.</summary>
    public static void Make(string folder)
    {
        if (IsFolder(folder))
            return;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnFolder);
        IsFolder(folder);
    }

    /// <summary>The folder exists. Throws <see cref="MailException"/> if it is none, or others own or can access it.</summary>
    public static bool IsFolder(string folder)
    {
        if (Attributes(folder) is not { } attributes)
            return false;
        var entry = new DirectoryInfo(folder);
        if (entry.LinkTarget is not null)
            throw Refused(folder, "must not be a link");
        // Before its mode is looked at: nobody should be told to change that of a device.
        if (!attributes.HasFlag(FileAttributes.Directory))
            throw Refused(folder, "must be a folder");
        if (!OperatingSystem.IsWindows())
            Require(folder, FileOwner.Of(folder), entry.UnixFileMode, "700");
        return true;
    }

    /// <summary>The file exists. Throws <see cref="MailException"/> if it is a link.</summary>
    public static bool IsFile(string path)
    {
        if (Attributes(path) is not { } attributes)
            return false;
        return new FileInfo(path).LinkTarget is null ? !attributes.HasFlag(FileAttributes.Directory) : throw Refused(path, "must not be a link");
    }

    // Null: there is nothing with that name. FileSystemInfo.Exists is also false for what may not be looked up.
    static FileAttributes? Attributes(string path)
    {
        try
        {
            return File.GetAttributes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Throws <see cref="MailException"/> if an open file belongs to another user, or others may read or write it.</summary>
    public static void Require(string path, SafeFileHandle file)
    {
        if (!OperatingSystem.IsWindows())
            Require(path, FileOwner.Of(file), File.GetUnixFileMode(file), "600");
    }

    static void Require(string path, uint? owner, UnixFileMode mode, string wanted)
    {
        if (owner is { } somebody && somebody != FileOwner.EffectiveUser)
            throw Refused(path, "must be owned by you");
        if ((mode & Others) != 0)
            throw Refused(path, $"must be for nobody else to look at: chmod {wanted} {path}");
    }

    static MailException Refused(string path, string rule) =>
        new(ExitCode.Config, DeliveryStage.Configure, $"{path}: contains secrets and therefore {rule}");
}
