using System.Runtime.InteropServices;
using System.Text;
using Msmtp.Text;

namespace Msmtp.TestKit;

/// <summary>
/// How the work of a parser grows with its input. Measured is the processor time of the thread, so that a busy machine makes no difference,
/// and the best of several runs counts, so that the compiler makes none.
/// </summary>
public static partial class Growth
{
    const int SmallInOctets = 8 * 1024;
    const int Factor = 8;
    const int Attempts = 12;

    // Linear work grows eightfold, quadratic work sixty-four-fold. What takes no time at all is not compared.
    const double Allowed = 3 * Factor;
    const double NothingInSeconds = 0.005;

    /// <summary>Text that makes parsers look ahead in vain: constructs that are never closed, empty, or repeated.</summary>
    public static IReadOnlyList<string> NastyPieces { get; } =
    [
        "a", "a,", "a ", "a@b ", "a@b, ", ",", ";", ":", " ", "\t", "\n ", "\r", "\n", "\r\n", "(", ")", "()(", "(,", "(\\", "<", ">", "<(", "<(,",
        "<\"", "<,\"", "<a@b", "<@a:", "\"", "\"<", "\"\\", "\\", "\\\"", "@", "@[", "[", "[[:", "]", "=", "a=\"", "a=b,", "=?", "=?a?b?", "-----BEGIN ",
        "-----BEGIN a-----", "-----END a-----", "{", "{\"", "[{", "#", "%", "%c", "*a", "a: b\n", "a:\n", "a: b,\n ", "A: b\n c\n", "250-a\r\n",
        "\u00E9", "\u0301", "e\u0301", "\u1100\u1161", "\uD83D\uDE00", "machine a\n", "macdef a\n\n", "'", "a b c d", "xn--",
    ];

    /// <summary>Octets that are not text.</summary>
    public static IReadOnlyList<byte[]> NastyOctets { get; } = [[0], [0x80], [0xC3], [0xE9, (byte)'@'], [0x30, 0x80], [0xC0, 0x0C], [0xFF]];

    /// <summary>Returns the pieces for which eight times the input takes much more than eight times the work.</summary>
    /// <param name="parse">Parses the input; may refuse it.</param>
    /// <param name="before">What the input begins with.</param>
    public static IReadOnlyList<string> TooFast(Action<byte[]> parse, string before = "") =>
        [.. Pieces().Where(piece => !IsLinear(parse, Encoding.UTF8.GetBytes(before), piece.Octets)).Select(static piece => piece.Name)];

    /// <summary>The same for a parser of text.</summary>
    public static IReadOnlyList<string> TooFast(Action<string> parse, string before = "") =>
        TooFast((byte[] octets) => parse(OctetText.Decode(octets)), before);

    static IEnumerable<(string Name, byte[] Octets)> Pieces() =>
        NastyPieces.Select(static piece => (piece, Encoding.UTF8.GetBytes(piece)))
            .Concat(NastyOctets.Select(static octets => (Convert.ToHexString(octets), octets)));

    static bool IsLinear(Action<byte[]> parse, byte[] before, byte[] piece)
    {
        var small = Repeated(before, piece, SmallInOctets);
        var large = Repeated(before, piece, SmallInOctets * Factor);
        // If it looks bad, measure again: the compiler or the garbage collector may have been at work.
        var (least, most) = (double.MaxValue, double.MaxValue);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            most = Math.Min(most, Measured(parse, large));
            if (most < NothingInSeconds)
                return true;
            least = Math.Min(least, Measured(parse, small));
            if (most < least * Allowed)
                return true;
        }
        return false;
    }

    static byte[] Repeated(byte[] before, byte[] piece, int length)
    {
        var text = new byte[before.Length + length / piece.Length * piece.Length];
        before.CopyTo(text, 0);
        for (var at = before.Length; at < text.Length; at += piece.Length)
            piece.CopyTo(text, at);
        return text;
    }

    static double Measured(Action<byte[]> parse, byte[] input)
    {
        var copy = input.ToArray();
        var start = ProcessorTime();
        try
        {
            parse(copy);
        }
        catch (Exception e) when (e is InvalidDataException or MailException or ArgumentException)
        {
            // A refusal, too, has to come in time.
        }
        return ProcessorTime() - start;
    }

    static double ProcessorTime()
    {
        const int OfThisThread = 3;

        Span<long> time = stackalloc long[2];
        return ReadClock(OfThisThread, time) == 0 ? time[0] + time[1] / 1e9 : throw new PlatformNotSupportedException("clock_gettime");
    }

    // struct timespec of 64-bit Linux
    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, Span<long> time);
}
