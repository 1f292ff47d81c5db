using System.Runtime.InteropServices;

namespace Msmtp.Hosting;

/// <summary>A number that nobody else has.</summary>
static partial class UniqueNumber
{
    /// <summary>
    /// 128 random bits, from the system itself: the runtime reads them from /dev/urandom, and fails in a chroot that has no /dev.
    /// </summary>
    public static unsafe Guid New()
    {
        var number = default(Guid);
        return OperatingSystem.IsLinux() && getrandom(&number, (nuint)sizeof(Guid), 0) == sizeof(Guid) ? number : Guid.NewGuid();
    }

    [LibraryImport("libc")]
    private static unsafe partial nint getrandom(void* octets, nuint length, uint flags);
}
