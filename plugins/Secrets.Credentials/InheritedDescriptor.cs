using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Secrets.Credentials;

/// <summary>A file that was open when the program started; the constants are those of Linux.</summary>
static partial class InheritedDescriptor
{
    const int GetFlags = 1;
    const int ClosedByExec = 1;

    /// <summary>Reads all of it, and closes it.</summary>
    /// <exception cref="MailException">It is not open, or cannot be used.</exception>
    public static Secret Read(int number)
    {
        // An inherited descriptor cannot be close-on-exec; those that the runtime has opened are.
        if (Control(number, GetFlags) is var flags && (flags < 0 || (flags & ClosedByExec) != 0))
            throw CredentialFailure.Of(ExitCode.Config, $"{Title(number)} is not open: it was not handed over, or has already been read");
        try
        {
            using var handle = new SafeFileHandle(number, ownsHandle: true);
            using var file = new FileStream(handle, FileAccess.Read, bufferSize: 0);
            return CredentialContent.Read(file, Title(number));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CredentialFailure.Of(ExitCode.IoErr, $"cannot read {Title(number)}: {SystemError.Describe(e)}", e);
        }
    }

    static string Title(int number) => $"file descriptor {number}";

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command);
}
