using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Hosting;

/// <summary>Who owns a file, and who runs this program: the two facts that the runtime does not tell.</summary>
static partial class FileOwner
{
    const int EmptyPath = 0x1000;
    const uint WantsOwner = 0x8;
    const int OwnerOffset = 20;
    const int StructureSize = 256;

    /// <summary>The effective user of this process.</summary>
    public static uint EffectiveUser => geteuid();

    /// <summary>The owner of an open file. Null: the system does not say.</summary>
    public static unsafe uint? Of(SafeFileHandle file)
    {
        // struct statx has the same layout on every architecture of Linux, unlike struct stat.
        var facts = stackalloc byte[StructureSize];
        return statx(file, "", EmptyPath, WantsOwner, facts) == 0 ? *(uint*)(facts + OwnerOffset) : null;
    }

    [LibraryImport("libc")]
    private static partial uint geteuid();

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int statx(SafeFileHandle directory, string path, int flags, uint mask, byte* facts);
}
