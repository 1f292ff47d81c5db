using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Msmtp.Hosting;

/// <summary>
/// Finds out why the runtime does not load a file. Only then: reading it costs 6 of 100 ms of CPU time, because most of the reader has to
/// be compiled first.
/// </summary>
static class PluginImage
{
    /// <exception cref="InvalidDataException">It is not a .NET assembly that this machine can run.</exception>
    public static void RequireUsable(Stream assembly)
    {
        try
        {
            using var file = new PEReader(assembly, PEStreamOptions.LeaveOpen);
            if (!file.HasMetadata)
                throw new InvalidDataException("it is a native library and no .NET assembly");
            RequireMachine(file.PEHeaders);
        }
        catch (BadImageFormatException e)
        {
            throw new InvalidDataException("it is no .NET assembly", e);
        }
    }

    // ECMA-335 §II.25.3.3.1: IL alone runs everywhere; code compiled for one machine, as publishing with -r may do, does not.
    static void RequireMachine(PEHeaders headers)
    {
        var machine = headers.CoffHeader.Machine;
        var isAnywhere = machine == Machine.I386 && !(headers.CorHeader?.Flags.HasFlag(CorFlags.Requires32Bit) ?? false);
        if (!isAnywhere && !Fits(machine))
            throw new InvalidDataException(
                $"it was compiled for {machine}, and this program runs on {RuntimeInformation.ProcessArchitecture}: get that one");
    }

    static bool Fits(Machine machine) => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => IsFor(machine, Machine.Amd64),
        Architecture.Arm64 => IsFor(machine, Machine.Arm64),
        Architecture.X86 => IsFor(machine, Machine.I386),
        _ => true,
    };

    // In code compiled for systems other than Windows, the machine's number is combined with the system's.
    static bool IsFor(Machine machine, Machine wanted) =>
        machine == wanted || ((ushort)machine ^ (ushort)wanted) is LinuxMark or AppleMark or FreeBsdMark;

    const int LinuxMark = 0x7B79;
    const int AppleMark = 0x4644;
    const int FreeBsdMark = 0xADC4;
}
