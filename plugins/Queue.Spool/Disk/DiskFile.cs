using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Queue.Spool.Disk;

/// <summary>
/// An open file. Not a FileStream: that takes a lock of its own, which would contend with the one of a lease. Failures are
/// <see cref="DiskException"/>.
/// </summary>
sealed class DiskFile(SafeFileHandle handle) : IDisposable
{
    // Of the open file, not of the process: two openings in one process exclude each other as well, and it ends with the last descriptor.
    const int TestLock = 36, SetLock = 37;
    const short WriteLock = 1, Unlocked = 2;
    const int OwnerOnly = 0x180;

    bool isLocked;

    public SafeFileHandle Handle => handle;

    public FileFacts Facts() => FileFacts.Of(handle);

    /// <summary>Reads until the buffer is full or the file ends.</summary>
    public int Read(Span<byte> octets, long offset)
    {
        var total = 0;
        while (total < octets.Length)
        {
            var count = (int)Libc.pread(handle, octets[total..], octets.Length - total, offset + total);
            if (count == 0)
                break;
            if (count > 0)
                total += count;
            else if (Marshal.GetLastPInvokeError() != Libc.Interrupted)
                throw DiskException.Last(DiskException.Reading);
        }
        return total;
    }

    public void Write(ReadOnlySpan<byte> octets, long offset)
    {
        while (!octets.IsEmpty)
        {
            var count = (int)Libc.pwrite(handle, octets, octets.Length, offset);
            if (count >= 0)
            {
                octets = octets[count..];
                offset += count;
            }
            else if (Marshal.GetLastPInvokeError() != Libc.Interrupted)
                throw DiskException.Last(DiskException.Writing);
        }
    }

    public void Cut(long length)
    {
        if (Libc.ftruncate(handle, length) != 0)
            throw DiskException.Last(DiskException.Writing);
    }

    /// <summary>Everything of it is on the disk when this returns; of a folder, its names.</summary>
    public void Sync()
    {
        if (Libc.fsync(handle) != 0)
            throw DiskException.Last(DiskException.Writing);
    }

    /// <summary>Its content is on the disk when this returns.</summary>
    public void SyncContent()
    {
        if (Libc.fdatasync(handle) != 0)
            throw DiskException.Last(DiskException.Writing);
    }

    /// <summary>Mode 0600, whatever the umask took away. Whoever watches the folder notices, even if it was that before.</summary>
    public void Touch()
    {
        if (Libc.fchmod(handle, OwnerOnly) != 0)
            throw DiskException.Last(DiskException.Restricting);
    }

    /// <summary>Locks the file until it is closed or the process ends. Does not wait. False: somebody else has locked it.</summary>
    public bool TryLock()
    {
        var whole = new Libc.FileLock { Type = WriteLock };
        while (Libc.fcntl(handle, SetLock, ref whole) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error is Libc.TryAgain or Libc.NoAccess)
                return false;
            if (error != Libc.Interrupted)
                throw DiskException.Last(DiskException.Locking);
        }
        return isLocked = true;
    }

    /// <summary>Unlocks it, also where a program that is just being started has it open, too, and has not closed it yet.</summary>
    public void Unlock()
    {
        var whole = new Libc.FileLock { Type = Unlocked };
        isLocked = Libc.fcntl(handle, SetLock, ref whole) != 0;
    }

    /// <summary>Somebody else has locked it. Does not lock it: whoever tries at the same time must not be turned away.</summary>
    public bool IsLocked()
    {
        var whole = new Libc.FileLock { Type = WriteLock };
        return Libc.fcntl(handle, TestLock, ref whole) == 0 && whole.Type != Unlocked;
    }

    public void Dispose()
    {
        if (isLocked && !handle.IsClosed)
            Unlock();
        handle.Dispose();
    }
}
