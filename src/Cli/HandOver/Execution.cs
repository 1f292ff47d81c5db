using System.Runtime.InteropServices;
using Msmtp.Text;

namespace Msmtp.Cli;

/// <summary>Replaces this program by another one (execve), with the same words, octet for octet.</summary>
static partial class Execution
{
    /// <summary>
    /// The environment that this program was started with, as <c>NAME=value</c>. From the C library, octet for octet: the runtime's own
    /// list has lost what is not UTF-8, and /proc does not show it to a program with raised rights.
    /// </summary>
    public static unsafe IReadOnlyList<string> Environment()
    {
        var pairs = new List<string>();
        for (var pair = *(byte***)NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "environ"); *pair is not null; pair++)
            pairs.Add(OctetText.Decode(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(*pair)));
        return pairs;
    }

    /// <summary>Does not return if it succeeds.</summary>
    /// <param name="program">The absolute path of the program.</param>
    /// <param name="arguments">Its arguments, including argv[0].</param>
    /// <param name="environment">Its environment.</param>
    /// <returns>Why it failed.</returns>
    public static unsafe string Replace(string program, IReadOnlyList<string> arguments, IReadOnlyList<string> environment)
    {
        // What is allocated here disappears with this program.
        execve(Text(program), Array(arguments), Array(environment));
        return Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
    }

    static unsafe byte** Array(IReadOnlyList<string> texts)
    {
        var array = (byte**)NativeMemory.AllocZeroed((nuint)texts.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < texts.Count; i++)
            array[i] = Text(texts[i]);
        return array;
    }

    static unsafe byte* Text(string text)
    {
        var octets = OctetText.Encode(text);
        var copy = (byte*)NativeMemory.AllocZeroed((nuint)octets.Length + 1);
        octets.CopyTo(new Span<byte>(copy, octets.Length));
        return copy;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int execve(byte* program, byte** arguments, byte** environment);
}
