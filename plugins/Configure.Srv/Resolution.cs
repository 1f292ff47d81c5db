using System.Runtime.InteropServices;

namespace Msmtp.Configure.Srv;

/// <summary>
/// What became of a question to the C library's resolver, res_query(3). It reads resolv.conf, asks server after server, as often
/// and as long as is written there, and over TCP where an answer does not fit into a datagram (RFC 1035 §4.2).
/// </summary>
/// <param name="Error">Why there are no records.</param>
/// <param name="Reply">The answer; with an error what the last server said, if one has said anything, and zeros.</param>
sealed unsafe partial record Resolution(ResolverError Error, ReadOnlyMemory<byte> Reply)
{
    // RFC 1035 §4.2.2: over TCP two octets hold a message's length.
    const int LongestReply = ushort.MaxValue;
    const int Internet = 1;

    /// <summary>Asks for the records of a type. Blocks, for as long as resolv.conf allows.</summary>
    /// <exception cref="IOException">The system has no such resolver.</exception>
    public static Resolution Of(string name, int type)
    {
        var query = (delegate* unmanaged<byte*, int, int, byte*, int, int>)Find();
        var reply = new byte[LongestReply];
        byte[] octets = [.. OctetText.Encode(name), 0];
        fixed (byte* question = octets, answer = reply)
        {
            var length = query(question, Internet, type, answer, reply.Length);
            return length < 0
                ? new Resolution((ResolverError)(*ErrorLocation()), reply)
                : new Resolution(ResolverError.None, reply.AsMemory(0, Math.Min(length, reply.Length)));
        }
    }

    // Found when it is needed and not bound by the linker: glibc before 2.34 has it elsewhere, under another name.
    static nint Find() =>
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "res_query", out var function)
        || (NativeLibrary.TryLoad("libresolv.so.2", out var library) && NativeLibrary.TryGetExport(library, "__res_query", out function))
            ? function
            : throw new IOException("the C library has no res_query");

    // A thread's own, in glibc and musl.
    [LibraryImport("libc", EntryPoint = "__h_errno_location")]
    private static partial int* ErrorLocation();
}

/// <summary>Why the C library's resolver has no records: <c>h_errno</c> of netdb.h.</summary>
enum ResolverError
{
    None = 0,
    HostNotFound = 1,
    TryAgain = 2,
    NoRecovery = 3,
    NoData = 4,
}
