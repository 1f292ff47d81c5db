using System.Runtime.InteropServices;

namespace Msmtp.Hosting;

/// <summary>A random number that is unique.</summary>
static partial class UniqueNumber
{
    /// <summary>
    /// 128 random bits directly from the system: the runtime reads them from /dev/urandom, which fails in a chroot without /dev.
    /// </summary>
    public static unsafe Guid New()
    {
        var number = default(Guid);
        return OperatingSystem.IsLinux() && getrandom(&number, (nuint)sizeof(Guid), 0) == sizeof(Guid) ? number : Guid.NewGuid();
    }

    [LibraryImport("libc")]
    private static unsafe partial nint getrandom(void* octets, nuint length, uint flags);
}
