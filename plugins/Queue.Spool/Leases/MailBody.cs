using Msmtp.Queue.Spool.Disk;
using Msmtp.Queue.Spool.Mails;

namespace Msmtp.Queue.Spool.Leases;

/// <summary>The body of a mail, read from its file.</summary>
sealed class MailBody(MailFile file, string folder) : ForwardOnlyStream
{
    long position;

    public override int Read(Span<byte> buffer)
    {
        var count = ReadFile(buffer);
        position += count;
        // Part of a mail is not a mail.
        return count > 0 || buffer.IsEmpty || position == file.BodyLength ? count : throw SpoolFailures.Cut(folder);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => cancellationToken.IsCancellationRequested
        ? ValueTask.FromCanceled<int>(cancellationToken)
        : new ValueTask<int>(Read(buffer.Span));

    int ReadFile(Span<byte> buffer)
    {
        try
        {
            return file.ReadBody(buffer, position);
        }
        catch (DiskException e)
        {
            throw SpoolFailures.Of(folder, e);
        }
    }
}
