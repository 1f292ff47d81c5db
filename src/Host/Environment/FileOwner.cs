using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Hosting;

/// <summary>Who owns a file, and who runs this program: facts that the runtime does not provide.</summary>
static partial class FileOwner
{
    const int CurrentDirectory = -100;
    const int NoFollow = 0x100;
    const int EmptyPath = 0x1000;
    const uint WantsOwner = 0x8;
    const int OwnerOffset = 20;
    const int StructureSize = 256;
    const nuint Secure = 23;

    /// <summary>The effective user of this process.</summary>
    public static uint EffectiveUser => geteuid();

    /// <summary>This process has rights that its caller does not have: it is set-user-ID, set-group-ID or has file capabilities.</summary>
    public static bool HasRaisedRights => OperatingSystem.IsLinux() && getauxval(Secure) != 0;

    /// <summary>The owner of an open file. Null: the system does not say.</summary>
    public static unsafe uint? Of(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        // struct statx has the same layout on every architecture of Linux, unlike struct stat.
        var facts = stackalloc byte[StructureSize];
        return statx(file, "", EmptyPath, WantsOwner, facts) == 0 ? Owner(facts) : null;
    }

    /// <summary>The owner of a file or folder; for a link, that of its target. Null: the system does not say.</summary>
    public static unsafe uint? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var facts = stackalloc byte[StructureSize];
        return statx(CurrentDirectory, path, 0, WantsOwner, facts) == 0 ? Owner(facts) : null;
    }

    /// <summary>The owner of a file or folder; for a link, that of the link itself. Null: the system does not say.</summary>
    public static unsafe uint? OfLink(string path)
    {
        var facts = stackalloc byte[StructureSize];
        return statx(CurrentDirectory, path, NoFollow, WantsOwner, facts) == 0 ? Owner(facts) : null;
    }

    static unsafe uint Owner(byte* facts) => *(uint*)(facts + OwnerOffset);

    [LibraryImport("libc")]
    private static partial uint geteuid();

    [LibraryImport("libc")]
    private static partial nuint getauxval(nuint type);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int statx(SafeFileHandle directory, string path, int flags, uint mask, byte* facts);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int statx(int directory, string path, int flags, uint mask, byte* facts);
}
