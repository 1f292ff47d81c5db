using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Msmtp;

/// <summary>The operating system's message for a failed call ("No such file or directory"), as msmtp shows it.</summary>
public static class SystemError
{
    const int NoEntry = 2;
    const int AccessDenied = 13;
    const int FirstHResult = unchecked((int)0x80000000);

    /// <summary>Returns why a file or socket operation failed, or the exception's message if it has no errno.</summary>
    /// <param name="failure">An exception from System.IO or System.Net.Sockets.</param>
    public static string Describe(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return Number(failure) is { } errno ? Marshal.GetPInvokeErrorMessage(errno) : failure.Message;
    }

    static int? Number(Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => NoEntry,
        UnauthorizedAccessException { InnerException: { } inner } => Number(inner),
        UnauthorizedAccessException => AccessDenied,
        SocketException { NativeErrorCode: > 0 } socket => socket.NativeErrorCode,
        // On Unix the runtime puts the raw errno into HResult; its own codes have the top bit set.
        IOException { InnerException: SocketException inner } => Number(inner),
        IOException when failure.HResult is > 0 and not FirstHResult => failure.HResult,
        _ => null,
    };
}
