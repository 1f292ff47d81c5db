using Msmtp.Text;

namespace Msmtp.Cli;

/// <summary>
/// The words of the command line without loss. The runtime has replaced what is not UTF-8 by U+FFFD; Linux still has the octets.
/// </summary>
static class RawArguments
{
    const char Replacement = '\uFFFD';
    const string Source = "/proc/self/cmdline";
    const string Fallback = "msmtp";

    /// <summary>The words as <see cref="OctetText"/> reads them; as the runtime gave them if the system does not provide more.</summary>
    /// <param name="arguments">The arguments of Main.</param>
    public static IReadOnlyList<string> Read(string[] arguments) => Read(arguments, Source);

    /// <summary>argv[0]: the name that this program was called by, including a folder.</summary>
    public static string ProgramName()
    {
#if NATIVE
        return Environment.GetCommandLineArgs() is [{ Length: > 0 } name, ..] ? name : Fallback;
#else
        // Under the runtime's host, argv[0] is the assembly.
        return File.Exists(Source) && OctetText.Decode(File.ReadAllBytes(Source)).Split('\0') is [{ Length: > 0 } name, ..] ? name : Fallback;
#endif
    }

    internal static IReadOnlyList<string> Read(string[] arguments, string source)
    {
        if (!Array.Exists(arguments, static argument => argument.Contains(Replacement)))
            return arguments;
        try
        {
            return Last(arguments.Length, File.ReadAllBytes(source)) is { } words ? words : arguments;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return arguments;
        }
    }

    // They follow argv[0] and, under a host, the host's own arguments. Every word ends with NUL.
    static List<string>? Last(int count, ReadOnlySpan<byte> octets)
    {
        var words = new List<string>();
        while (octets.IndexOf((byte)0) is var end and >= 0)
        {
            words.Add(OctetText.Decode(octets[..end]));
            octets = octets[(end + 1)..];
        }
        return words.Count >= count ? words.GetRange(words.Count - count, count) : null;
    }
}
