using System.Runtime.InteropServices;

namespace Msmtp.Queue.Spool.Disk;

/// <summary>A system call that failed, with the errno in HResult.</summary>
sealed class DiskException(string doing, int error) : IOException(Marshal.GetPInvokeErrorMessage(error), error)
{
    // As in: cannot write to the queue.
    public const string Opening = "open", Creating = "create a file in", Reading = "read", Writing = "write to", Locking = "lock a file in",
        Naming = "name a file in", Restricting = "set access rights in";

    /// <summary>What was tried: one of the constants.</summary>
    public string Doing => doing;

    /// <summary>The errno.</summary>
    public int Error => HResult;

    /// <summary>The call that has just failed.</summary>
    public static DiskException Last(string doing) => new(doing, Marshal.GetLastPInvokeError());
}
