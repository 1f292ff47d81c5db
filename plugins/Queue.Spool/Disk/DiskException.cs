using System.Runtime.InteropServices;

namespace Msmtp.Queue.Spool.Disk;

/// <summary>A system call that failed, with the errno in HResult.</summary>
sealed class DiskException(string doing, int error) : IOException(Marshal.GetPInvokeErrorMessage(error), error)
{
    /// <summary>What was tried: <c>open</c>, <c>create</c>, <c>read</c>, <c>write</c> or <c>lock</c>.</summary>
    public string Doing => doing;

    /// <summary>The errno.</summary>
    public int Error => HResult;

    /// <summary>The call that has just failed.</summary>
    public static DiskException Last(string doing) => new(doing, Marshal.GetLastPInvokeError());
}
