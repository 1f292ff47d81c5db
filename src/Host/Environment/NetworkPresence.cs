using System.Net.NetworkInformation;
using System.Runtime.InteropServices;

namespace Msmtp.Hosting;

/// <summary>
/// Whether this machine has a network: an interface that is up and has an address besides the loopback ones and those that IPv6 gives itself
/// on each link. On Linux the C library tells; the runtime's own list costs the native command more than a mail.
/// </summary>
static partial class NetworkPresence
{
    const uint Up = 1;
    const uint Loopback = 8;
    const ushort InternetFour = 2;
    const ushort InternetSix = 10;

    // sockaddr_in6: family, port, flow, and then the address. RFC 4291 §2.5.6: fe80::/10 is for the link.
    const int AddressOffset = 8;

    public static bool Find() => OperatingSystem.IsLinux() ? FindByLibrary() : NetworkInterface.GetIsNetworkAvailable();

    static unsafe bool FindByLibrary()
    {
        // Whoever does not know assumes that there is one: then time goes on.
        if (getifaddrs(out var first) != 0)
            return true;
        var isFound = false;
        for (var each = first; each is not null && !isFound; each = each->Next)
            isFound = (each->Flags & Up) != 0 && (each->Flags & Loopback) == 0 && IsGlobal(each->Address);
        freeifaddrs(first);
        return isFound;
    }

    static unsafe bool IsGlobal(byte* address)
    {
        if (address is null)
            return false;
        var family = *(ushort*)address;
        return family == InternetFour || family == InternetSix && !(address[AddressOffset] == 0xfe && (address[AddressOffset + 1] & 0xc0) == 0x80);
    }

    [LibraryImport("libc")]
    private static unsafe partial int getifaddrs(out InterfaceAddress* first);

    [LibraryImport("libc")]
    private static unsafe partial void freeifaddrs(InterfaceAddress* first);

    /// <summary>The beginning of <c>struct ifaddrs</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    unsafe struct InterfaceAddress
    {
        public InterfaceAddress* Next;
        public byte* Name;
        public uint Flags;
        public byte* Address;
    }
}
