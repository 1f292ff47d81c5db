using System.Runtime.InteropServices;
using Msmtp.Text;

namespace Msmtp.Configure.Srv;

/// <summary>
/// The result of a query to the C library's resolver, res_query(3). It reads resolv.conf, asks one server after another, as often and
/// as long as configured there, and over TCP if an answer does not fit into a datagram (RFC 1035 §4.2).
/// </summary>
/// <param name="Error">Why there are no records.</param>
/// <param name="Reply">The reply; after an error the last server's, if there was one, padded with zeros.</param>
sealed unsafe partial record Resolution(ResolverError Error, ReadOnlyMemory<byte> Reply)
{
    // RFC 1035 §4.2.2: over TCP the length of a message has two octets.
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

    // Looked up when needed, not linked: glibc before 2.34 has it in another library, under another name.
    static nint Find() =>
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "res_query", out var function)
        || (NativeLibrary.TryLoad("libresolv.so.2", out var library) && NativeLibrary.TryGetExport(library, "__res_query", out function))
            ? function
            : throw new IOException("the C library has no res_query");

    // Thread-local, in glibc and musl.
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
