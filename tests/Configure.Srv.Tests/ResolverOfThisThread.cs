using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace Msmtp.Configure.Srv.Tests;

/// <summary>
/// The resolver's state, which glibc keeps for each thread, and leaves alone where a program has written into it: it names servers
/// with ports, which resolv.conf cannot. musl has no such thing.
/// </summary>
static unsafe partial class ResolverOfThisThread
{
    /// <summary>Makes it ask these servers, each once, and wait so long.</summary>
    public static void Asks(int port, int seconds, params string[] servers)
    {
        Assert.SkipUnless(HasState, "the C library is not glibc");
        Assert.Equal(0, Initialize());
        // struct __res_state: retrans(4) retry(4) options(8) nscount(4), and for each server a struct sockaddr_in.
        var state = State();
        *(int*)state = seconds;
        *(int*)(state + 4) = 1;
        *(int*)(state + 16) = servers.Length;
        for (var i = 0; i < servers.Length; i++)
        {
            var address = new Span<byte>(state + 20 + 16 * i, 16);
            address.Clear();
            address[0] = 2;
            BinaryPrimitives.WriteUInt16BigEndian(address[2..], (ushort)port);
            IPAddress.Parse(servers[i]).TryWriteBytes(address[4..], out _);
        }
    }

    // The name under which glibc alone has it.
    static bool HasState => NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "gnu_get_libc_version", out _);

    [LibraryImport("libc", EntryPoint = "__res_init")]
    private static partial int Initialize();

    [LibraryImport("libc", EntryPoint = "__res_state")]
    private static partial byte* State();
}
